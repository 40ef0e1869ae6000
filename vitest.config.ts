import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/longestFirst.ts';

/**
 * One more than the number of processors, because tests that start programs mostly wait; vitest's own default
 * is one less, which on two processors means one after the other. At most 6: each worker may run a whole shop
 * of ten processes.
 */
const WORKERS = Math.min(availableParallelism() + 1, 6);

export default defineConfig({
  resolve: {
    // Node resolves `graphql` to its CommonJS build, Vite to the ES modules; they do not mix in one process.
    alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }],
  },
  test: {
    include: ['**/test/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '.data/**'],
    globalSetup: ['dev/src/testing/globalSetup.ts'],
    // Generous: the timeouts are for tests that hang, on a machine that is busy otherwise.
    testTimeout: 240_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // The files of one worker share their imports: loading them again took a quarter of the run. No test
    // leaves state in a module.
    isolate: false,
    maxWorkers: WORKERS,
    sequence: { sequencer: LongestFirst },
  },
});
