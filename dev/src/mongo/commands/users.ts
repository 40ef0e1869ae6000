import { type Doc, field, isDoc, type Value } from '../bson/values.ts';
import { CommandError, notSupported } from '../errors.ts';
import { type Command, type CommandContext, type CommandRequest, ok } from './command.ts';

/** The supported roles: together they grant every right in the user's own database, which every user has. */
const ROLES = ['readWrite', 'dbAdmin'];

function checkRoles(roles: Value, db: string): void {
  if (roles === undefined) return;
  if (!Array.isArray(roles)) throw new CommandError('TypeMismatch', "'roles' is not an array");
  for (const each of roles) {
    const { role, db: where = db }: Doc = isDoc(each) ? each : { role: each };
    if (typeof role !== 'string' || !ROLES.includes(role) || where !== db)
      throw notSupported(`role '${String(role)}' of database '${String(where)}'`);
  }
}

/** @param exists true when the user must exist already, false when it must not. */
function write({ name: command, db, body }: CommandRequest, { users }: CommandContext, exists: boolean) {
  const [name, password] = [field(body, command), field(body, 'pwd')];
  if (users === undefined) throw notSupported(`${command} on a server without authentication`);
  if (typeof name !== 'string' || name === '') throw new CommandError('BadValue', 'a user needs a name');
  const known = users.find(db, name);
  if (known === users.first) throw notSupported(`${command} of the first user`);
  if (known !== undefined && !exists)
    throw new CommandError('Location51003', `User "${name}@${db}" already exists`);
  if (known === undefined && exists) throw new CommandError('UserNotFound', `User '${name}@${db}' not found`);
  if (typeof password !== 'string' || password === '')
    throw new CommandError('BadValue', `${command} needs a password`);
  checkRoles(field(body, 'roles'), db);
  users.set(db, name, password);
  return ok();
}

export const createUser: Command = {
  fields: ['pwd', 'roles'],
  run: (request, context) => write(request, context, false),
};

export const updateUser: Command = {
  fields: ['pwd', 'roles'],
  run: (request, context) => write(request, context, true),
};
