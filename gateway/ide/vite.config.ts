import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/ide/',
  publicDir: false,
  logLevel: 'error',
  build: {
    target: 'es2022',
    // Every asset is a file of its own: nothing that the page loads is a data: URL of Vite's making.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 5_000,
  },
  worker: { format: 'es' },
});
