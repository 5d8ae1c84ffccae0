// The demo app, served by Vite with what it asks for at `/config.json`.

import { at } from '../paths.mjs';

/** The demo's configuration for a running sandbox and OpenID Connect server. */
export function demoConfig({ portal, issuer }) {
  return {
    docspace: {
      portal,
      clientId: 'demo-docspace',
      scopes: ['accounts.self:read', 'files:read', 'rooms:read'],
    },
    oidc: {
      issuer,
      apiBase: issuer,
      clientId: 'demo-oidc',
      scopes: ['openid', 'profile', 'email'],
    },
  };
}

/**
 * Serves `www/` on loopback. `config` is an object, or a function that gives one. Gives
 * `{ port, origin, stop() }`.
 */
export async function startDemo({ port, config, quiet = true }) {
  const { createServer } = await import('vite');
  const server = await createServer({
    configFile: at('www', 'vite.config.ts'),
    logLevel: quiet ? 'error' : 'info',
    clearScreen: false,
    // The demo has no dependency to be bundled beforehand.
    optimizeDeps: { noDiscovery: true },
    server: { host: '127.0.0.1', port, strictPort: true },
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
        response.end(JSON.stringify(typeof config === 'function' ? config() : config));
      });
    },
  };
}
