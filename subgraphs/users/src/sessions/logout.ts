import type { Clock } from '@holdfast/kit-base/clock';
import { validate } from '@holdfast/kit-values/validation';
import type { Collections } from '../database/collections.ts';
import { readSecretToken } from '../tokens/domain/secretToken.ts';
import { refreshTokenSchema } from './input.ts';
import { endSession } from './queries.ts';

/**
 * Ends the session of a refresh token, spent or not; does nothing when there is none.
 * @throws BAD_USER_INPUT
 */
export async function logout(
  { sessions, clock }: Pick<Collections, 'sessions'> & { clock: Clock },
  input: { refreshToken: string },
): Promise<void> {
  const token = readSecretToken(validate(refreshTokenSchema, input).refreshToken);
  if (token) await endSession(sessions, token.id, clock());
}
