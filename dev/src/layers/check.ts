import { join } from 'node:path';
import { type Arrow, readArrows } from './arrows.ts';
import type { Tree } from './trees.ts';

export interface Checked {
  readonly arrows: number;
  /** Arrows that do not lead to a lower layer. */
  readonly up: readonly Arrow[];
  /** `a, b` for two folders that import each other. */
  readonly pairs: readonly string[];
  /** Folders that are in no layer, and names in layers that are not folders. */
  readonly unknown: readonly string[];
}

/** Compares the imports of a tree with its layers. */
export async function checkTree({ root, layers, packages }: Tree, repository: string): Promise<Checked> {
  const { folders, arrows } = await readArrows(join(repository, root), packages);
  const layerOf = new Map(layers.flatMap((names, layer) => names.map((name) => [name, layer] as const)));
  const isDown = ({ from, to }: Arrow) => (layerOf.get(from) ?? Infinity) < (layerOf.get(to) ?? -1);
  const known = new Set(arrows.map(({ from, to }) => `${from} ${to}`));
  const names = new Set([...folders, ...layerOf.keys()]);
  return {
    arrows: arrows.length,
    up: arrows.filter((arrow) => !isDown(arrow)),
    pairs: arrows
      .filter(({ from, to }) => from < to && known.has(`${to} ${from}`))
      .map(({ from, to }) => `${from}, ${to}`),
    unknown: [...names].filter((name) => !(folders.has(name) && layerOf.has(name))),
  };
}
