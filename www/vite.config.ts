/** How Vite serves and builds the demo. The package is taken as it is shipped, from `pkg/dist`. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * The policy that the demo lives with; an app would name its own providers in `connect-src`. `ws:` is for Vite, which
 * reloads the page while one works on it.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self' ws: http://localhost:* http://*.localhost:*",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const headers = {
  'Content-Security-Policy': POLICY,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

export default defineConfig({
  root: here('.'),
  resolve: { alias: { docgate: here('../pkg/dist/index.js') } },
  server: { headers, fs: { allow: [here('.'), here('../pkg/dist')] } },
  preview: { headers },
  build: { target: 'es2022', outDir: here('dist'), emptyOutDir: true, modulePreload: { polyfill: false } },
});
