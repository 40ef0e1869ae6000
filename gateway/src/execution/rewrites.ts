import type { FetchDataRewrite } from '@apollo/query-planner';
import { type Data, own } from './merge.ts';

const FRAGMENT_PREFIX = '... on ';

/** Returns true when an object with this `__typename` is of that type, which may be abstract. */
export type IsOfType = (typename: string, type: string) => boolean;

/**
 * Applies a query plan's rewrites in place, on data for or from a subgraph: it renames keys and sets values.
 */
export function applyRewrites(
  rewrites: readonly FetchDataRewrite[],
  value: unknown,
  isOfType: IsOfType,
): void {
  for (const rewrite of rewrites) applyAt(rewrite, 0, value, isOfType);
}

function applyAt(rewrite: FetchDataRewrite, at: number, value: unknown, isOfType: IsOfType): void {
  if (Array.isArray(value)) {
    for (const item of value) applyAt(rewrite, at, item, isOfType);
    return;
  }
  const element = rewrite.path[at];
  if (typeof value !== 'object' || value === null || element === undefined) return;
  const data = value as Data;
  if (element.startsWith(FRAGMENT_PREFIX)) {
    const { __typename: typename } = data;
    const type = element.slice(FRAGMENT_PREFIX.length);
    if (typeof typename !== 'string' || isOfType(typename, type)) applyAt(rewrite, at + 1, value, isOfType);
  } else if (at < rewrite.path.length - 1) {
    applyAt(rewrite, at + 1, own(data, element), isOfType);
  } else if (rewrite.kind === 'ValueSetter') {
    data[element] = rewrite.setValueTo;
  } else if (own(data, element)) {
    data[rewrite.renameKeyTo] = data[element];
    data[element] = undefined;
  }
}
