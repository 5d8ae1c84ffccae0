// The demo app, served by Vite as it is written, or as it was built, with what it asks for at `/config.json`.

import { at } from '../paths.mjs';
import { startBuiltDemo } from './built_demo.mjs';
import { cacheControl, pageHeaders } from './policy.mjs';
import { taken } from './port.mjs';
import { RELAY_SWITCH } from './relay_switch.mjs';
import { fileIn } from './static_files.mjs';

/**
 * Serves `www/` on loopback. `config`: see `demoConfig`; `relay`: the switched relay, where the page may stop it;
 * `built`: the folder of a static build instead of the sources, `base`: the path that this is below; `docs`: the folder of the
 * documentation, which is beside the sources while one works on them; `port`: a number, or one that is held (`holdPort`).
 * Gives `{ port, origin, stop() }`.
 */
export async function startDemo({ port, config, relay, built, base, docs, quiet = true }) {
  const { port: asked, release } = await taken(port);
  if (built !== undefined) {
    await release();
    return await startBuiltDemo({ port: asked, config, relay, folder: built, base });
  }
  const { createServer } = await import('vite');
  const server = await createServer({
    configFile: at('www', 'vite.config.ts'),
    logLevel: quiet ? 'error' : 'info',
    clearScreen: false,
    // The demo has no dependency to be bundled beforehand.
    optimizeDeps: { noDiscovery: true },
    server: { host: '127.0.0.1', port: asked, strictPort: true, headers: pageHeaders(config, { development: true }) },
    plugins: [configured(config, relay), ...(docs === undefined ? [] : [documented(docs, config)])],
  });
  await release();
  await server.listen();
  return { port: asked, origin: `http://localhost:${asked}`, stop: () => server.close() };
}

function configured(config, relay) {
  return {
    name: 'docgate:config',
    configureServer(server) {
      server.middlewares.use('/config.json', (_request, response) => {
        response.setHeader('Content-Type', 'application/json');
        response.setHeader('Cache-Control', 'no-store');
        response.end(JSON.stringify(config));
      });
      if (relay !== undefined) server.middlewares.use(`/${RELAY_SWITCH}`, relay.answer);
      server.middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url, 'http://page');
        const set = response.setHeader.bind(response);
        // Vite says how long for everything alike.
        response.setHeader = (name, value) =>
          set(name, name.toLowerCase() === 'cache-control' ? cacheControl(pathname, value) : value);
        next();
      });
    },
  };
}

function documented(folder, config) {
  return {
    name: 'docgate:docs',
    configureServer(server) {
      server.middlewares.use('/docs', async (request, response, next) => {
        const { pathname } = new URL(request.originalUrl, 'http://page');
        // What is named relative to the folder needs its slash.
        if (pathname === '/docs') return response.writeHead(302, { Location: '/docs/' }).end();
        const found = await fileIn(folder, pathname.slice('/docs'.length));
        if (found === null) return next();
        response.writeHead(200, { ...pageHeaders(config), 'Content-Type': found.type, 'Cache-Control': 'no-cache' });
        return response.end(found.body);
      });
    },
  };
}
