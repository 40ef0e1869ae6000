import type { FetchDataRewrite } from '@apollo/query-planner';

/** The name in the merged data of what a fetch answers under `key`. @param at the names that lead there in the answer,
 * from the object on that the fetch is for. */
export function outputName(
  rewrites: readonly FetchDataRewrite[] | undefined,
  at: readonly string[],
  key: string,
): string {
  const rewrite = rewrites?.find((one) => {
    const names = one.path.filter((element) => !element.startsWith('... on '));
    return one.kind === 'KeyRenamer' && names.at(-1) === key && names.slice(0, -1).join('.') === at.join('.');
  });
  return rewrite?.kind === 'KeyRenamer' ? rewrite.renameKeyTo : key;
}
