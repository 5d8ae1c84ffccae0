/** How Vite serves and builds the demo. The package is taken as it is shipped, from `pkg/dist`. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  resolve: { alias: { docgate: here('../pkg/dist/index.js') } },
  server: { fs: { allow: [here('.'), here('../pkg/dist')] } },
  build: { target: 'es2022', outDir: here('dist'), emptyOutDir: true, modulePreload: { polyfill: false } },
});
