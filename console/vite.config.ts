import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { checkWords } from './words/check-words.ts';

/** The page for tests and for the running service: below /console, with nothing from elsewhere. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react(), { name: 'words', buildStart: () => checkWords() }],
  // The service allows no `data:` addresses.
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    target: 'es2023',
    rolldownOptions: {
      checks: { pluginTimings: false },
      // What every page begins with comes in one piece, not in twenty.
      output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
    },
  },
  worker: { format: 'es' },
  clearScreen: false,
  logLevel: 'warn',
});
