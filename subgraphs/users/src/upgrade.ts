import { searchWords } from './domain/searchWords.ts';
import type { Collections } from './store/collections.ts';
import { findUsersWithoutWords } from './store/findUsersWithoutWords.ts';
import { saveWords } from './store/saveWords.ts';

/** Gives accounts from before accounts could be searched their words; several processes may do it at once. */
export async function upgradeAccounts({ users }: Pick<Collections, 'users'>): Promise<void> {
  for await (const { id, name, email } of findUsersWithoutWords(users)) {
    await saveWords(users, id, searchWords(name, email));
  }
}
