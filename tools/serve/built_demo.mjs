// The static build of the demo, served as any static host would: files, and `name` for `name.html`.

import { createServer } from 'node:http';
import { cacheControl, pageHeaders } from './policy.mjs';
import { RELAY_SWITCH } from './relay_switch.mjs';
import { fileIn } from './static_files.mjs';

/** What has a hash in its name never changes. */
const HASHED = /^\/assets\//;

/**
 * Serves `folder` on loopback, below the path `base` (a slash at both ends). `config` stands in place of the folder's own
 * `config.json`, and says what the page's policy allows; `relay`: the switched relay. Gives `{ port, origin, stop() }`.
 */
export async function startBuiltDemo({ port, config, relay, folder, base = '/' }) {
  const headers = pageHeaders(config);
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://page');
    const path = pathname.startsWith(base) ? `/${pathname.slice(base.length)}` : null;
    if (path === `/${RELAY_SWITCH}` && relay !== undefined) return await relay.answer(request, response);
    const found = path === null ? null : await fileFor(folder, path, config);
    if (found === null) {
      response.writeHead(404, { ...headers, 'Content-Type': 'text/plain' });
      return response.end('Not found');
    }
    const cache = HASHED.test(path) ? 'max-age=31536000, immutable' : cacheControl(path, 'no-cache');
    response.writeHead(200, { ...headers, 'Content-Type': found.type, 'Cache-Control': cache });
    return response.end(found.body);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: server.address().port,
    origin: `http://localhost:${server.address().port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function fileFor(folder, path, config) {
  if (path === '/config.json') return { type: 'application/json', body: JSON.stringify(config) };
  return await fileIn(folder, path);
}
