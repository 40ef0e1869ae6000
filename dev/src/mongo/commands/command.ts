import { Double, type ObjectId } from 'bson';
import type { ScramConversation, User } from '../auth/scram.ts';
import type { Users } from '../auth/users.ts';
import { type Doc, decode, field, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import type { Store } from '../storage/store.ts';
import type { Reply } from '../wire/reply.ts';
import type { Cursors } from './cursors.ts';

/** What is not a function of the request comes in from outside, so that a test may fix it. */
export interface Environment {
  now(): Date;
  newId(): ObjectId;
  /** Base64 text that no one can guess. */
  newNonce(): string;
  /** 0 up to 1. */
  random(): number;
}

/** What a connection remembers between its commands. */
export interface ConnectionState {
  readonly id: number;
  /** Who signed in. */
  user: User | undefined;
  conversation: ScramConversation | undefined;
}

export interface ReplicaSet {
  readonly name: string;
  /** `host:port`. */
  readonly member: string;
}

export interface CommandContext {
  store: Store;
  cursors: Cursors;
  environment: Environment;
  /** Undefined where everybody may do everything. */
  users: Users | undefined;
  replicaSet: ReplicaSet | undefined;
  connection: ConnectionState;
}

export interface CommandRequest {
  name: string;
  db: string;
  body: Doc;
  sequences: Map<string, Uint8Array[]>;
}

export interface Command {
  /** The fields it takes beyond its own name and those that every command takes. */
  fields: readonly string[];
  /** Answered before authentication. */
  isPublic?: true;
  /** Runs to its end without a pause, which is what makes every command atomic. */
  run(request: CommandRequest, context: CommandContext): Reply;
}

export function ok(doc: Doc = {}): Reply {
  return { kind: 'doc', doc: { ...doc, ok: new Double(1) } };
}

/** The collection that the command names as its first field's value. */
export function collectionName({ name, body }: CommandRequest): string {
  const value = field(body, name);
  if (typeof value !== 'string') {
    throw new CommandError('InvalidNamespace', `collection name has invalid type ${typeof value}`);
  }
  return value;
}

/** The documents of a batch, from the message's sequence (with their bytes) or from the body. */
export function batchOf(request: CommandRequest, name: string): { doc: Doc; raw?: Uint8Array }[] {
  const sequence = request.sequences.get(name);
  if (sequence !== undefined) return sequence.map((raw) => ({ doc: decode(raw), raw }));
  const documents = field(request.body, name);
  if (!Array.isArray(documents)) {
    throw new CommandError(
      'Location40414',
      `BSON field '${request.name}.${name}' is missing but a required field`,
    );
  }
  return documents.map((doc) => {
    if (!isDoc(doc)) throw new CommandError('TypeMismatch', `an element of '${name}' is not an object`);
    return { doc };
  });
}

/** An optional document, `{}` when it is missing. */
export function docOf(value: Value, what: string): Doc {
  if (value === undefined || value === null) return {};
  if (!isDoc(value)) throw new CommandError('TypeMismatch', `${what} must be an object`);
  return value;
}

/** Refuses what a statement or command carries beyond the known names. */
export function checkFields(doc: Doc, what: string, known: (name: string) => boolean): void {
  for (const name of Object.keys(doc)) {
    if (known(name)) continue;
    throw new CommandError(
      'Location40415',
      `BSON field '${what}.${name}' is not supported by the embedded MongoDB`,
    );
  }
}
