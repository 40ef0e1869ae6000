import type { Socket } from 'node:net';
import type { CommandContext, ConnectionState } from './commands/command.ts';
import { errorReply, runCommand } from './commands/run.ts';
import { CommandError } from './errors.ts';
import { createFrameReader } from './wire/frames.ts';
import { frameReply, type Reply } from './wire/reply.ts';
import { parseRequest, requestIdOf, type WireRequest } from './wire/request.ts';

export interface Log {
  warn(message: string): void;
}

/**
 * Serves one client until its socket closes. Each request completes before the next one is read, and is
 * answered when the writes of all that came in the same turn of the event loop are committed. A malformed
 * frame closes only this connection. Reading pauses while the client does not accept replies.
 */
export function serveConnection(
  socket: Socket,
  connection: ConnectionState,
  shared: Omit<CommandContext, 'connection'>,
  log: Log,
): void {
  const context: CommandContext = { ...shared, connection };
  const readFrames = createFrameReader();
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => shared.cursors.killOf(connection.id));
  socket.on('drain', () => socket.resume());
  const send = (request: Answered, reply: Reply) => {
    // A reply that only reads waits too: it may tell what another command has written.
    shared.store.whenCommitted((failure) => {
      if (socket.destroyed) return;
      const bytes = frameReply(request, failure === undefined ? reply : errorReply(failure));
      if (!socket.write(bytes)) socket.pause();
    });
  };
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const frame of readFrames(chunk)) answer(frame, context, send);
    } catch (error) {
      log.warn(`connection ${connection.id} closed: ${error instanceof Error ? error.message : error}`);
      socket.destroy();
    }
  });
}

type Answered = Pick<WireRequest, 'form' | 'requestId'>;

/**
 * Fails with ProtocolError for a frame that is not a message; a message with bad BSON is answered with an
 * error.
 */
function answer(
  frame: Buffer,
  context: CommandContext,
  send: (request: Answered, reply: Reply) => void,
): void {
  let request: WireRequest;
  try {
    request = parseRequest(frame);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    send({ form: 'msg', requestId: requestIdOf(frame) }, errorReply(error));
    return;
  }
  const reply = runCommand(request, context);
  if (!request.isUnanswered) send(request, reply);
}
