import { Double, type ObjectId } from 'bson';
import type { ScramConversation, User } from '../auth/scram.ts';
import type { Users } from '../auth/users.ts';
import { decode } from '../bson/decode.ts';
import { type Doc, field, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import type { Store } from '../storage/store.ts';
import type { Reply } from '../wire/reply.ts';
import type { Cursors } from './cursors.ts';

/** The inputs that do not come from the request, injected so that a test can fix them. */
export interface Environment {
  now(): Date;
  newId(): ObjectId;
  /** Returns unguessable base64 text. */
  newNonce(): string;
  /** Returns a number from 0 up to, not including, 1. */
  random(): number;
}

/** The state of a connection between its commands. */
export interface ConnectionState {
  readonly id: number;
  /** The user that has signed in. */
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
  /** Undefined on a server without authentication. */
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
  /** The fields that it accepts besides its own name and those that every command accepts. */
  fields: readonly string[];
  /** True when it is answered before authentication. */
  isPublic?: true;
  /** Runs to completion without yielding, which makes every command atomic. */
  run(request: CommandRequest, context: CommandContext): Reply;
}

export function ok(doc: Doc = {}): Reply {
  return { kind: 'doc', doc: { ...doc, ok: new Double(1) } };
}

/** Returns the collection, which is the value of the command's first field. */
export function collectionName({ name, body }: CommandRequest): string {
  const value = field(body, name);
  if (typeof value !== 'string') {
    throw new CommandError('InvalidNamespace', `collection name has invalid type ${typeof value}`);
  }
  return value;
}

/** Returns the documents of a batch, from the message's sequence (with their bytes) or from the body. */
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

/** Returns an optional document, `{}` when it is missing. */
export function docOf(value: Value, what: string): Doc {
  if (value === undefined || value === null) return {};
  if (!isDoc(value)) throw new CommandError('TypeMismatch', `${what} must be an object`);
  return value;
}

/** Rejects fields of a statement or command other than the known ones. */
export function checkFields(doc: Doc, what: string, known: (name: string) => boolean): void {
  for (const name of Object.keys(doc)) {
    if (known(name)) continue;
    throw new CommandError(
      'Location40415',
      `BSON field '${what}.${name}' is not supported by the embedded MongoDB`,
    );
  }
}
