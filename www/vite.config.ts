/**
 * How Vite serves and builds the demo. The package is taken as it is shipped, from `pkg/dist`. The page's headers, its
 * policy among them, come from who serves it (`tools/serve/policy.mjs`), since they name what it signs in to.
 */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  // Relative, so that the build works below any path. The pages at callback paths are made by `tools/build/demo.mjs`.
  base: './',
  resolve: {
    alias: [
      { find: /^docgate$/, replacement: here('../pkg/dist/index.js') },
      { find: /^docgate\/docspace\/api$/, replacement: here('../pkg/dist/docspace_api.js') },
      { find: /^docgate\/doctor$/, replacement: here('../pkg/dist/doctor.js') },
    ],
  },
  server: { fs: { allow: [here('.'), here('../pkg/dist')] } },
  build: {
    target: 'es2022',
    // As it is written: what it needs of CSS every browser has that runs the rest.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    outDir: here('dist'),
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    // The wasm is in it.
    chunkSizeWarningLimit: 1000,
  },
});
