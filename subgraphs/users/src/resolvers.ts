import { forbidden } from '@holdfast/kit/errors';
import { DateTime } from '@holdfast/kit/scalars';
import type { User } from './domain/user.ts';
import type { UserView } from './domain/visibility.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { readMe, readReference, readUser } from './readUser.ts';
import { refreshSession } from './refreshSession.ts';

export const resolvers: Resolvers & { DateTime: typeof DateTime } = {
  DateTime,
  Query: {
    me: (_, __, { loadUser, identity }) => readMe(loadUser, identity),
    user: (_, { id }, { loadUser, identity }) => readUser(loadUser, identity, { id }),
  },
  Mutation: {
    login: (_, { email, password }, { dependencies }) => login(dependencies, { email, password }),
    refreshSession: (_, { refreshToken }, { dependencies }) => refreshSession(dependencies, { refreshToken }),
    logout: async (_, { refreshToken }, { dependencies }) => {
      await logout(dependencies, { refreshToken });
      return true;
    },
  },
  User: {
    __resolveReference: ({ id }, { loadUser, identity }) => readReference(loadUser, identity, id),
    id: ({ user }) => user.id,
    name: ({ user }) => user.name,
    createdAt: ({ user }) => user.createdAt,
    email: (view) => account(view).email,
    emailVerified: (view) => account(view).emailVerified,
    roles: (view) => [...account(view).roles],
    addresses: (view) => {
      const { addresses, defaultAddressId } = account(view);
      return addresses.map((entry) => ({ ...entry, isDefault: entry.id === defaultAddressId }));
    },
  },
};

/** @throws FORBIDDEN when the account is hidden from who asks. */
function account(view: UserView): User {
  if (view.account === 'hidden') throw forbidden('Only the user and the staff see this.');
  return view.user;
}
