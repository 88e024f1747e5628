import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const outDir = join(import.meta.dirname, 'dist');

/** `npm run dev --workspace web` serves the pages with live reload, beside a server on its usual port. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compressed()],
  build: { outDir, emptyOutDir: true, modulePreload: { polyfill: false } },
  server: { proxy: { '/admin': 'http://localhost:3000' } },
});

/** Writes a compressed copy beside each file, once, so that the server has nothing to compress (http/web-files.ts). */
function compressed(): Plugin {
  return {
    name: 'lockstep-compressed',
    apply: 'build',
    closeBundle() {
      for (const file of globSync('**/*.{js,css,html,svg}', { cwd: outDir })) {
        const path = join(outDir, file);
        const bytes = readFileSync(path);
        writeFileSync(`${path}.br`, brotliCompressSync(bytes));
        writeFileSync(`${path}.gz`, gzipSync(bytes));
      }
    },
  };
}
