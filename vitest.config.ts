import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/longestFirst.ts';

/**
 * One more than there are processors, since tests that start programs wait for most of their time; vitest's own default is one
 * less, which on two processors is one after the other. At most 6: each of them may run a whole shop of ten processes.
 */
const WORKERS = Math.min(availableParallelism() + 1, 6);

export default defineConfig({
  resolve: {
    // Node resolves `graphql` to its CommonJS build, Vite to the other one; two of them in a process do not mix.
    alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }],
  },
  test: {
    include: ['**/test/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '.data/**'],
    globalSetup: ['dev/src/testing/globalSetup.ts'],
    // Generous: they are for what hangs, on a machine that is busy with other things.
    testTimeout: 240_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // The files of one worker share what they import: to load it again took a quarter of the run. No test leaves anything behind in a module.
    isolate: false,
    maxWorkers: WORKERS,
    sequence: { sequencer: LongestFirst },
  },
});
