import { Binary } from 'bson';
import { createScramConversation, failed } from '../auth/scram.ts';
import { type Doc, field, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { type Command, type CommandContext, ok } from './command.ts';

/** A connection has one conversation at a time, so one id is enough. */
const conversationId = 1;

/**
 * Handles the first message, from saslStart or inside hello, where MongoDB omits the reply instead of
 * failing.
 * @param source the database that the user belongs to; any database for the first user.
 */
export function startConversation(
  start: Doc,
  source: string,
  context: CommandContext,
  how: 'command' | 'speculative',
): Doc {
  const { users, environment, connection } = context;
  const mechanism = field(start, 'mechanism');
  if (mechanism !== 'SCRAM-SHA-256' || users === undefined) {
    if (how === 'speculative') return {};
    if (users === undefined) throw failed();
    throw new CommandError(
      'BadValue',
      `the authentication mechanism '${mechanism}' is not supported by the embedded MongoDB`,
    );
  }
  connection.user = undefined;
  connection.conversation = createScramConversation(
    (name) => users.find(source, name),
    users.first.credentials,
    environment.newNonce(),
  );
  const answer = step(start, context);
  return how === 'speculative' ? { speculativeAuthenticate: answer } : answer;
}

export const saslStart: Command = {
  fields: ['mechanism', 'payload', 'autoAuthorize', 'options'],
  isPublic: true,
  run: ({ body, db }, context) => ok(startConversation(body, db, context, 'command')),
};

export const saslContinue: Command = {
  fields: ['conversationId', 'payload'],
  isPublic: true,
  run: ({ body }, context) => ok(step(body, context)),
};

function step(message: Doc, { connection }: CommandContext): Doc {
  const { conversation } = connection;
  if (conversation === undefined) throw failed();
  try {
    const { payload, user } = conversation.step(textOf(field(message, 'payload')));
    const isDone = user !== undefined;
    if (isDone) connection.user = user;
    return { conversationId, done: isDone, payload: new Binary(Buffer.from(payload)) };
  } catch (error) {
    connection.conversation = undefined;
    throw error;
  }
}

function textOf(payload: Value): string {
  if (payload instanceof Binary) return Buffer.from(payload.buffer.subarray(0, payload.position)).toString();
  if (typeof payload === 'string') return payload;
  throw failed();
}
