import type { Clock } from '@holdfast/kit/clock';
import { eventOfOld } from './domain/oldEvent.ts';
import { searchWords } from './domain/searchWords.ts';
import { appendEvents } from './store/appendEvents.ts';
import type { Collections } from './store/collections.ts';
import { dropOldEvents } from './store/dropOldEvents.ts';
import { findOldEvents } from './store/findOldEvents.ts';
import { findUsersWithoutWords } from './store/findUsersWithoutWords.ts';
import { saveWords } from './store/saveWords.ts';

type Options = Pick<Collections, 'users'> & { readonly clock: Clock };

/**
 * Brings accounts of older versions to this one, before anything is published: gives them the words that they are searched
 * by, and makes events for the bus of those that waited when there was none. Several processes may do it at once.
 */
export async function upgradeAccounts({ users, clock }: Options): Promise<void> {
  for await (const { id, name, email } of findUsersWithoutWords(users)) {
    await saveWords(users, id, searchWords(name, email));
  }
  await convertOldEvents({ users, clock });
}

/** Added before the old ones are dropped: a process that dies in between makes them again, with the same ids. */
async function convertOldEvents({ users, clock }: Options): Promise<void> {
  const now = clock();
  for (const { account, old } of await findOldEvents(users)) {
    const good = old.filter(({ data }) => data.expiresAt > now);
    if (good.length > 0) {
      await appendEvents(
        users,
        account.id,
        good.map((event) => eventOfOld(event, account)),
      );
    }
    await dropOldEvents(users, account.id, old);
  }
}
