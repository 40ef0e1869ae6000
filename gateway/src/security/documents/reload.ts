import { createReloader, type Reloader, type ReloaderOptions } from '../../reloading/reloader.ts';
import type { Documents } from './documents.ts';
import type { Manifest } from './manifest.ts';

/**
 * Creates a reloader that replaces the manifest when it has changed.
 * @param first the manifest in use at the start.
 * @param read loads the manifest; rejects when it is unusable.
 */
export function createManifestReloader({
  first,
  read,
  documents,
  ...options
}: Omit<ReloaderOptions, 'messages'> & {
  readonly first: Manifest;
  readonly read: () => Promise<Manifest>;
  readonly documents: Pick<Documents, 'replaceManifest'>;
}): Reloader {
  let current = first;
  const take = async () => {
    const next = await read();
    const before = current.byId;
    if (isSame(before, next.byId)) return null;
    documents.replaceManifest(next);
    current = next;
    return { operations: next.byId.size, before: before.size };
  };
  return createReloader(take, {
    ...options,
    messages: {
      reloaded: 'the persisted operations were reloaded',
      refused: 'a manifest of persisted operations was refused, and the last good one stays',
    },
  });
}

function isSame(a: Manifest['byId'], b: Manifest['byId']): boolean {
  return a.size === b.size && [...a].every(([id, text]) => b.get(id) === text);
}
