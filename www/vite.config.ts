/**
 * How Vite serves and builds the demo. The package is taken as it is shipped, from `pkg/dist`. The page's headers, its
 * policy among them, come from who serves it (`tools/serve/policy.mjs`), since they name what it signs in to.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  resolve: { alias: { docgate: here('../pkg/dist/index.js') } },
  server: { fs: { allow: [here('.'), here('../pkg/dist')] } },
  build: { target: 'es2022', outDir: here('dist'), emptyOutDir: true, modulePreload: { polyfill: false } },
});
