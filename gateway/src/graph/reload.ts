import { createReloader, type Reloader, type ReloaderOptions } from '../reloading/reloader.ts';
import type { Supergraph } from '../supergraph/load.ts';
import { versionOf } from './graph.ts';
import type { Graphs } from './graphs.ts';

/** Creates the reloader of the supergraph. @param read loads it, and rejects when it cannot be used. */
export function createSupergraphReloader({
  read,
  graphs,
  ...options
}: Omit<ReloaderOptions, 'messages'> & {
  readonly read: () => Promise<Supergraph>;
  readonly graphs: Pick<Graphs, 'current' | 'replace'>;
}): Reloader {
  const take = async () => {
    const supergraph = await read();
    const before = graphs.current();
    if (isSame(before.supergraph, supergraph)) return null;
    await graphs.replace(supergraph);
    return { version: versionOf(supergraph.sdl), before: before.version };
  };
  return createReloader(take, {
    ...options,
    messages: {
      reloaded: 'the supergraph was reloaded',
      refused: 'a supergraph was refused, and the last good one stays',
    },
  });
}

function isSame(a: Supergraph, b: Supergraph): boolean {
  return a.sdl === b.sdl && JSON.stringify(a.subgraphs) === JSON.stringify(b.subgraphs);
}
