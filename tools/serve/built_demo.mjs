// The static build of the demo, served as any static host would: files, and `name` for `name.html`.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { pageHeaders } from './policy.mjs';
import { RELAY_SWITCH } from './relay_switch.mjs';

const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.json', 'application/json'],
]);

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
    const cache = HASHED.test(path) ? 'max-age=31536000, immutable' : 'no-cache';
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
  const clean = normalize(path);
  const name = clean.endsWith('/') ? `${clean}index.html` : extname(clean) === '' ? `${clean}.html` : clean;
  const type = TYPES.get(extname(name));
  if (type === undefined) return null;
  try {
    return { type, body: await readFile(join(folder, name)) };
  } catch {
    return null;
  }
}
