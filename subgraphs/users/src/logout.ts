import { validate } from '@holdfast/kit-values/validation';
import type { Dependencies } from './dependencies.ts';
import { readSecretToken } from './domain/secretToken.ts';
import { refreshTokenSchema } from './input.ts';
import { endSession } from './store/endSession.ts';

/** Ends the session of a refresh token, spent or not. Does nothing when there is none. @throws BAD_USER_INPUT */
export async function logout(
  { sessions, clock }: Pick<Dependencies, 'sessions' | 'clock'>,
  input: { refreshToken: string },
): Promise<void> {
  const token = readSecretToken(validate(refreshTokenSchema, input).refreshToken);
  if (token) await endSession(sessions, token.id, clock());
}
