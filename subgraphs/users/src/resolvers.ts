import { DateTime } from '@holdfast/kit-values/scalars';
import { accounts } from './accounts/resolvers.ts';
import { addresses } from './addresses/resolvers.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { passwords } from './passwords/resolvers.ts';
import { registration } from './registration/resolvers.ts';
import { sessions } from './sessions/resolvers.ts';
import { staff } from './staff/resolvers.ts';

/** Merges the features' resolvers. A query or a mutation that none of them resolves does not compile. */
export const resolvers: Resolvers & { DateTime: typeof DateTime } = {
  DateTime,
  Query: { ...accounts.Query, ...registration.Query, ...staff.Query },
  Mutation: {
    ...accounts.Mutation,
    ...addresses.Mutation,
    ...passwords.Mutation,
    ...registration.Mutation,
    ...sessions.Mutation,
    ...staff.Mutation,
  },
  User: { ...accounts.User, ...addresses.User },
};
