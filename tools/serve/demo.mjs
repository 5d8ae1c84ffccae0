// The demo app, served by Vite with what it asks for at `/config.json`.

import { at } from '../paths.mjs';
import { pageHeaders } from './policy.mjs';

/**
 * Serves `www/` on loopback. `config`: see `demoConfig`. Gives `{ port, origin, stop() }`.
 */
export async function startDemo({ port, config, quiet = true }) {
  const { createServer } = await import('vite');
  const server = await createServer({
    configFile: at('www', 'vite.config.ts'),
    logLevel: quiet ? 'error' : 'info',
    clearScreen: false,
    // The demo has no dependency to be bundled beforehand.
    optimizeDeps: { noDiscovery: true },
    server: { host: '127.0.0.1', port, strictPort: true, headers: pageHeaders(config) },
    plugins: [configured(config)],
  });
  await server.listen();
  return { port, origin: `http://localhost:${port}`, stop: () => server.close() };
}

function configured(config) {
  return {
    name: 'docgate:config',
    configureServer(server) {
      server.middlewares.use('/config.json', (_request, response) => {
        response.setHeader('Content-Type', 'application/json');
        response.setHeader('Cache-Control', 'no-store');
        response.end(JSON.stringify(config));
      });
    },
  };
}
