import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react()],
  // Replaced by the server in every answer: the only style elements that may run are ours.
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: join(import.meta.dirname, '..', 'dist', 'web'),
    emptyOutDir: true,
    target: 'es2022',
    manifest: true,
    // A figure of another budget: ours is measured gzipped, per route, by test/browser.
    chunkSizeWarningLimit: 2000,
  },
})
