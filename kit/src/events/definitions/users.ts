import { z } from 'zod';
import { type EventDefinition, id, moment } from './parts.ts';

const account = { userId: id, email: z.string(), name: z.string() };

/** A token is a secret until `expiresAt`; the mail that it is for is of no use without it. */
const mailedToken = { ...account, token: z.string(), expiresAt: moment };

export const USER_EVENTS = {
  UserRegistered: {
    source: 'users',
    subject: 'userId',
    when: 'An account was opened.',
    data: z.object(account),
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
