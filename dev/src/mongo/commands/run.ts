import { Double } from 'bson';
import { type Doc, field, isDoc } from '../bson/values.ts';
import { CommandError, toCommandError } from '../errors.ts';
import type { Reply } from '../wire/reply.ts';
import type { WireRequest } from '../wire/request.ts';
import { type CommandContext, type CommandRequest, checkFields } from './command.ts';
import { commands } from './table.ts';

/** Fields that every command may carry; they have no effect on a single server with one thread. */
const generic = new Set([
  '$db',
  '$readPreference',
  '$clusterTime',
  'lsid',
  'comment',
  'maxTimeMS',
  'writeConcern',
  'readConcern',
  'apiVersion',
  'apiStrict',
  'apiDeprecationErrors',
]);

/** Fields of transactions, which only replica sets support. */
const transactional = new Set(['txnNumber', 'autocommit', 'startTransaction', 'stmtId', 'stmtIds']);

/** The fields that each command accepts besides its own name and `generic`. */
const known = new Map([...commands.values()].map((command) => [command, new Set(command.fields)]));

/** Runs a request and always returns a reply: every failure becomes one with its code. */
export function runCommand(request: WireRequest, context: CommandContext): Reply {
  try {
    return dispatch(toCommandRequest(request), context);
  } catch (error) {
    return errorReply(error);
  }
}

export function errorReply(error: unknown): Reply {
  const { code, codeName, message, details } = toCommandError(error);
  return { kind: 'doc', doc: { ok: new Double(0), errmsg: message, code, codeName, ...(details as Doc) } };
}

function toCommandRequest({ body, sequences }: WireRequest): CommandRequest {
  const [name = ''] = Object.keys(body);
  const db = field(body, '$db');
  return { name, db: typeof db === 'string' ? db : 'test', body, sequences };
}

function dispatch(request: CommandRequest, context: CommandContext): Reply {
  const command = commands.get(request.name);
  if (command?.isPublic !== true) checkRights(request, context);
  if (command === undefined) {
    throw new CommandError('CommandNotFound', `no such command: '${request.name}'`);
  }
  checkRequest(request, known.get(command) ?? new Set());
  return command.run(request, context);
}

/** Checks that a user other than the first uses only its own database and creates no users. */
function checkRights({ name, db }: CommandRequest, { users, connection: { user } }: CommandContext): void {
  if (users === undefined || user === users.first) return;
  if (user === undefined) throw new CommandError('Unauthorized', `Command ${name} requires authentication`);
  if (user.db !== db || FOR_THE_FIRST_USER.has(name))
    throw new CommandError('Unauthorized', `not authorized on ${db} to execute command ${name}`);
}

const FOR_THE_FIRST_USER: ReadonlySet<string> = new Set(['createUser', 'updateUser', 'listDatabases']);

function checkRequest({ name, body, sequences }: CommandRequest, own: ReadonlySet<string>): void {
  const transaction = Object.keys(body).find((each) => transactional.has(each));
  if (transaction !== undefined) {
    throw new CommandError(
      'IllegalOperation',
      `Transaction numbers are only allowed on a replica set member or mongos ('${transaction}' is not supported by the embedded MongoDB)`,
    );
  }
  const concern = field(body, 'readConcern');
  const level = isDoc(concern) ? field(concern, 'level') : undefined;
  if (level === 'snapshot')
    throw new CommandError(
      'InvalidOptions',
      'readConcern level snapshot is not supported by the embedded MongoDB',
    );
  const isKnown = (each: string): boolean => each === name || own.has(each) || generic.has(each);
  checkFields(body, name, isKnown);
  for (const each of sequences.keys()) checkFields({ [each]: null }, name, isKnown);
}
