import { ROLES } from '@holdfast/kit-base/scopes';
import { z } from 'zod';
import { actor, change, type EventDefinition, id, moment } from './parts.ts';

const account = { userId: id, email: z.string(), name: z.string() };

/**
 * The kinds of changes to an account. The event says that a name, an address or a password changed, without
 * the values.
 */
const accountChange = z.enum([
  'ROLES_CHANGED',
  'PROFILE_CHANGED',
  'PASSWORD_CHANGED',
  'EMAIL_VERIFIED',
  'ADDRESS_ADDED',
  'ADDRESS_CHANGED',
  'ADDRESS_REMOVED',
]);

/** The token is a secret until `expiresAt`. The event carries it because the mail needs it. */
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
    when: 'An account changed: its roles, its profile, its password, its e-mail verification or its address book. The event carries no secrets, names or addresses.',
    data: z.object({ userId: id, actor, change: accountChange, ...change }),
  },
  EmailVerificationRequested: {
    source: 'users',
    subject: 'userId',
    when: 'A user must prove that they receive mail at an address. Carries the token to be mailed.',
    data: z.object(mailedToken),
  },
  PasswordResetRequested: {
    source: 'users',
    subject: 'userId',
    when: 'A user requested a new password. Carries the token to be mailed.',
    data: z.object(mailedToken),
  },
} as const satisfies Record<string, EventDefinition>;
