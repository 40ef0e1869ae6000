import type { Clock } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import { emailKey } from '../accounts/domain/email.ts';
import { searchWords } from '../accounts/domain/searchWords.ts';
import type { Collections } from '../database/collections.ts';
import { eventOfOld } from './domain.ts';
import { findOldEmailKeys, saveEmailKey } from './queries/emailKeys.ts';
import { appendEvents, dropOldEvents, findOldEvents } from './queries/oldEvents.ts';
import { findUsersWithoutWords, saveWords } from './queries/words.ts';

type Options = Pick<Collections, 'users'> & { readonly clock: Clock; readonly log: Pick<Log, 'warn'> };

/**
 * Upgrades accounts of earlier versions before anything is published: adds the words that they are searched
 * by and the key that their address is compared by, and converts events that waited before there was a bus.
 * Several processes may do so at once, and the next process continues where one has crashed.
 */
export async function upgradeAccounts({ users, clock, log }: Options): Promise<void> {
  for await (const { id, name, email } of findUsersWithoutWords(users)) {
    await saveWords(users, id, searchWords(name, email));
  }
  for await (const { id, email } of findOldEmailKeys(users)) {
    const sharesEmailWith = await saveEmailKey(users, id, emailKey(email));
    if (sharesEmailWith === null) continue;
    log.warn(
      { userId: id, sharesEmailWith },
      'two accounts have one e-mail address: see npm run users:shared-emails',
    );
  }
  await convertOldEvents({ users, clock });
}

/**
 * Adds new events before it drops the old ones: after a crash in between, they are made again with the same
 * ids.
 */
async function convertOldEvents({ users, clock }: Omit<Options, 'log'>): Promise<void> {
  const now = clock();
  for (const { account, old } of await findOldEvents(users)) {
    const current = old.filter(({ data }) => data.expiresAt > now);
    if (current.length > 0) {
      await appendEvents(
        users,
        account.id,
        current.map((event) => eventOfOld(event, account)),
      );
    }
    await dropOldEvents(users, account.id, old);
  }
}
