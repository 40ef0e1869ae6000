import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/ide/',
  publicDir: false,
  logLevel: 'error',
  build: {
    target: 'es2022',
    // Every asset is its own file, so that Vite generates no data: URLs for the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 5_000,
  },
  worker: { format: 'es' },
});
