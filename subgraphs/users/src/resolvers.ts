import { forbidden } from '@holdfast/kit-base/errors';
import { DateTime } from '@holdfast/kit-values/scalars';
import { accountExists } from './accountExists.ts';
import { entriesOf } from './addressEntry.ts';
import type { User } from './domain/user.ts';
import type { UserView } from './domain/visibility.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { listUsers } from './listUsers.ts';
import { readMe, readReference, readUser } from './readUser.ts';
import { mutations } from './resolvers/mutations.ts';

export const resolvers: Resolvers & { DateTime: typeof DateTime } = {
  DateTime,
  Query: {
    me: (_, __, { loadUser, identity }) => readMe(loadUser, identity),
    user: (_, { id }, { loadUser, identity }) => readUser(loadUser, identity, { id }),
    users: (_, args, { dependencies, identity }) => listUsers(dependencies, identity, args),
    accountExists: (_, args, { dependencies, network }) => accountExists(dependencies, network, args),
  },
  Mutation: mutations,
  User: {
    __resolveReference: ({ id }, { loadUser, identity }) => readReference(loadUser, identity, id),
    id: ({ user }) => user.id,
    name: ({ user }) => user.name,
    createdAt: ({ user }) => user.createdAt,
    email: (view) => account(view).email,
    emailVerified: (view) => account(view).emailVerified,
    roles: (view) => [...account(view).roles],
    addresses: (view) => entriesOf(account(view)),
  },
};

/** @throws FORBIDDEN when the account is hidden from who asks. */
function account(view: UserView): User {
  if (view.account === 'hidden') throw forbidden('Only the user and the staff see this.');
  return view.user;
}
