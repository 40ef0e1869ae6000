import { validate } from '@holdfast/kit/validation';
import type { Dependencies } from './dependencies.ts';
import { readRefreshToken } from './domain/refreshToken.ts';
import { refreshTokenSchema } from './input.ts';
import { deleteSession } from './store/deleteSession.ts';

/** Ends the session of a refresh token, spent or not. Does nothing when there is none. @throws BAD_USER_INPUT */
export async function logout(
  { sessions }: Pick<Dependencies, 'sessions'>,
  input: { refreshToken: string },
): Promise<void> {
  const token = readRefreshToken(validate(refreshTokenSchema, input).refreshToken);
  if (token) await deleteSession(sessions, token.sessionId);
}
