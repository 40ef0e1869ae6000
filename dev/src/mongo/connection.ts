import type { Socket } from 'node:net';
import type { CommandContext, ConnectionState } from './commands/command.ts';
import { errorReply, runCommand } from './commands/run.ts';
import { CommandError } from './errors.ts';
import { createFrameReader } from './wire/frames.ts';
import { frameReply } from './wire/reply.ts';
import { parseRequest, requestIdOf, type WireRequest } from './wire/request.ts';

export interface Log {
  warn(message: string): void;
}

/**
 * Serves one client until its socket closes. Each request completes before the next one is read; a malformed
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
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const frame of readFrames(chunk)) {
        const answer = answerTo(frame, context);
        if (answer !== undefined && !socket.write(answer)) socket.pause();
      }
    } catch (error) {
      log.warn(`connection ${connection.id} closed: ${error instanceof Error ? error.message : error}`);
      socket.destroy();
    }
  });
}

/**
 * Fails with ProtocolError for a frame that is not a message; a message with bad BSON is answered with an
 * error.
 */
function answerTo(frame: Buffer, context: CommandContext): Buffer | undefined {
  let request: WireRequest;
  try {
    request = parseRequest(frame);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return frameReply({ form: 'msg', requestId: requestIdOf(frame) }, errorReply(error));
  }
  const reply = runCommand(request, context);
  return request.isUnanswered ? undefined : frameReply(request, reply);
}
