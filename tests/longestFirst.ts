import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Starts the longest files first. If one of them started last, the other processors would idle until it ended.
 * Vitest sorts by the durations that an earlier run recorded. A fresh clone has none, and there the size of a
 * file says little. So the files that start a whole shop come first, with those that need a longer timeout
 * than vitest.config.ts gives.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const { cache, config } = this.ctx;
    if (files.every((file) => cache.getTestSpecificationResult(file))) return sorted;
    const long = new Set<TestSpecification>();
    for (const file of files) if (await isLong(file, config)) long.add(file);
    return [...sorted.filter((file) => long.has(file)), ...sorted.filter((file) => !long.has(file))];
  }
}

async function isLong(
  { moduleId }: TestSpecification,
  { root, testTimeout }: { readonly root: string; readonly testTimeout: number },
): Promise<boolean> {
  if (moduleId.startsWith(join(root, 'tests/'))) return true;
  const timeouts = (await readFile(moduleId, 'utf8')).matchAll(/timeout: ([\d_]+)/gi);
  return timeouts.some(([, timeout = '']) => Number(timeout.replaceAll('_', '')) > testTimeout);
}
