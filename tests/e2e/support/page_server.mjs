/**
 * Serves the test app, on any path of any host name, under the strictest policy that docgate promises to live with.
 * `/docgate/*` is the package as built; bundles made for one test are beside it.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folders = new Map([
  ['/docgate/', join(root, 'pkg/dist/')],
  ['/docgate-trap/', join(root, 'target/trap/')],
  ['/pages/', fileURLToPath(new URL('../pages/', import.meta.url))],
  ['/engines/', join(root, 'tests/engines/pages/')],
]);
const types = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.json', 'application/json'],
  ['.wasm', 'application/wasm'],
]);

/** No `unsafe-eval`, no inline script, no Trusted Types policy of any name. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  'connect-src *',
  'img-src *',
  'frame-src *',
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/**
 * Starts it on a free port of loopback. `requests` holds every request, oldest first; what is put into `headers` goes
 * along with every answer. What is put into `answers` under a path and query changes the answer there: `{ status?, headers?,
 * body? }`, or `null` for none at all. `document`: where the page is that every other path gives.
 */
export async function startPageServer({ document = '/pages/app.html' } = {}) {
  const requests = [];
  const headers = {};
  const answers = new Map();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://page');
    requests.push({ method: request.method, host: request.headers.host, url: request.url, headers: request.headers });
    const file = fileFor(url.pathname, document);
    const own = answers.get(request.url);
    if (own === null) {
      request.destroy();
      return;
    }
    try {
      const body = own?.body ?? (await readFile(file));
      response.writeHead(own?.status ?? 200, {
        'content-type': types.get(extname(file)) ?? 'application/octet-stream',
        'content-security-policy': POLICY,
        'cache-control': 'no-cache',
        // For frames without an origin, whose own scripts are cross-origin to them.
        'access-control-allow-origin': '*',
        ...headers,
        ...own?.headers,
      });
      response.end(body);
    } catch {
      response.writeHead(404, { 'content-type': 'text/plain' });
      response.end();
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address();
  return {
    port,
    requests,
    headers,
    answers,
    origin: (host) => `http://${host}.localhost:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function fileFor(path, document) {
  for (const [prefix, folder] of folders) {
    if (path.startsWith(prefix)) return join(folder, normalize(`/${path.slice(prefix.length)}`));
  }
  if (extname(path) !== '') return '';
  return fileFor(path === '/frame' ? '/pages/frame.html' : document);
}
