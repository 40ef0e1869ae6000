import { ROLES } from '@holdfast/kit-base/scopes';
import { z } from 'zod';
import { actor, change, type EventDefinition, id, moment } from './parts.ts';

const account = { userId: id, email: z.string(), name: z.string() };

/** What can be done to an account. Names, addresses and passwords are said to have changed, and not told. */
const accountChange = z.enum([
  'ROLES_CHANGED',
  'PROFILE_CHANGED',
  'PASSWORD_CHANGED',
  'EMAIL_VERIFIED',
  'ADDRESS_ADDED',
  'ADDRESS_CHANGED',
  'ADDRESS_REMOVED',
]);

/** A token is a secret until `expiresAt`; the mail that it is for is of no use without it. */
const mailedToken = { ...account, token: z.string(), expiresAt: moment };

export const USER_EVENTS = {
  UserRegistered: {
    source: 'users',
    subject: 'userId',
    when: 'An account was opened.',
    data: z.object({ ...account, roles: z.array(z.enum(ROLES)).optional() }),
  },
  AccountChanged: {
    source: 'users',
    subject: 'userId',
    when: 'Something of an account changed: its roles, its profile, its password, its address book. Secrets, names and addresses are not told.',
    data: z.object({ userId: id, actor, change: accountChange, ...change }),
  },
  EmailVerificationRequested: {
    source: 'users',
    subject: 'userId',
    when: 'Somebody has to prove that they read the mail of an address; carries the token to be mailed.',
    data: z.object(mailedToken),
  },
  PasswordResetRequested: {
    source: 'users',
    subject: 'userId',
    when: 'Somebody forgot their password; carries the token to be mailed.',
    data: z.object(mailedToken),
  },
} as const satisfies Record<string, EventDefinition>;
