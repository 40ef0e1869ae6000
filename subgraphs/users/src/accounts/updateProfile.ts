import type { Clock, NewId } from '@holdfast/kit-base/clock';
import { notFound } from '@holdfast/kit-base/errors';
import { validate } from '@holdfast/kit-values/validation';
import type { Collections } from '../database/collections.ts';
import { accountChanged, changedOnly } from './domain/accountChanged.ts';
import { searchWords } from './domain/searchWords.ts';
import { ownView, type UserView } from './domain/visibility.ts';
import { profileSchema } from './input.ts';
import { findUsers, saveProfile } from './queries.ts';

/** Changes the fields that are given. @throws BAD_USER_INPUT; NOT_FOUND when the account is gone. */
export async function updateProfile(
  { users, clock, newId }: Pick<Collections, 'users'> & { clock: Clock; newId: NewId },
  userId: string,
  input: { name?: string | null | undefined },
): Promise<UserView> {
  const { name } = validate(profileSchema, input, ['input']);
  const [user] = await findUsers(users, [userId]);
  if (!user) throw notFound('User');
  if (name === null || name === undefined) return ownView(user);
  const now = clock();
  // An e-mail address never changes, so the words built from the one just read are right.
  const saved = await saveProfile(users, userId, {
    name,
    words: searchWords(name, user.email),
    now,
    event: accountChanged(userId, userId, changedOnly('PROFILE_CHANGED', 'name'), { now, newId }),
  });
  if (!saved) throw notFound('User');
  return ownView(saved);
}
