import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

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
    testTimeout: 90_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
});
