import { ON_FERRETDB } from '@holdfast/dev/testing/ferretdb';
import type { Collections } from '../../src/database/collections.ts';
import { ensureIndexes, ensureKeys } from '../../src/database/indexes.ts';

/** Creates the indexes; on FerretDB 1.24, which has no TTL indexes, without those. */
export function ensureTestIndexes(collections: Collections): Promise<void> {
  return ON_FERRETDB ? ensureKeys(collections) : ensureIndexes(collections);
}
