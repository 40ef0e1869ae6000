import { createGroupCommit } from '@holdfast/kit-base/groupCommit';
import { type Queryable, sqlState } from '@holdfast/kit-postgres/postgres';
import { markSent, type Start, type StartedMail, startMails } from './queries/mails.ts';

/** The maximum number of mails of one statement. */
const BATCH = 256;

export interface MailRecords {
  /** Records that the mail of an event is about to be sent, unless it was sent. */
  start(mail: StartedMail): Promise<Start>;
  /** Records that the mail of an event was sent. */
  markSent(sent: { readonly eventId: string; readonly at: Date }): Promise<void>;
}

/** Creates records that write what waits in one statement, and so in one commit. */
export function createMailRecords(database: Queryable): MailRecords {
  const options = {
    // Without an answer from the database, none of them would be written alone either.
    mayComeFromOne: (error: unknown) => sqlState(error) !== undefined,
    lanes: 1,
    maxBatch: BATCH,
  };
  return {
    start: createGroupCommit<StartedMail, Start>({ ...options, run: (mails) => startMails(database, mails) }),
    markSent: createGroupCommit<{ readonly eventId: string; readonly at: Date }, void>({
      ...options,
      run: async (sent) => {
        await markSent(database, sent);
        return sent.map(() => undefined);
      },
    }),
  };
}
