import { type KeyCheck, type Page, pageRequest, toPage } from '@holdfast/kit-values/page';
import type { Wallet, WalletEntry } from './domain.ts';
import type { EntriesRequest } from './queries/readEntries.ts';

export interface EntriesPage extends Page<WalletEntry> {
  readonly totalCount: number;
}

/** Reads entries in batches: the request's DataLoader. */
export interface EntriesReader {
  load(request: EntriesRequest): Promise<readonly WalletEntry[]>;
}

/** 18 digits fit PostgreSQL's bigint. */
const isSequence: KeyCheck = (part) => /^\d{1,18}$/.test(part);

/**
 * Returns a page of the wallet's entries up to its state in `wallet`, newest first.
 * @throws BAD_USER_INPUT when `first` or `after` is invalid.
 */
export async function readEntriesPage(
  entries: EntriesReader,
  { userId, sequence }: Wallet,
  args: { first?: number | null | undefined; after?: string | null | undefined },
): Promise<EntriesPage> {
  const page = pageRequest(args, [isSequence]);
  const after = page.after?.[0];
  const below = after === undefined ? sequence + 1n : BigInt(after);
  const rows = await entries.load({ userId, below, limit: page.limit + 1 });
  return { ...toPage(rows, page, (entry) => [entry.sequence.toString()]), totalCount: Number(sequence) };
}
