/** Serves what a project built, on a free port of loopback: files as they are, and the page for every other address. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.mjs', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json'],
  ['.wasm', 'application/wasm'],
]);

/**
 * Gives `{ port, requests, close() }`. `requests`: the paths that were asked for. `headers` go along with every answer;
 * `page` is the file for addresses that name no file.
 */
export async function serveFolder(folder, { page = 'index.html', headers = {} } = {}) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://page');
    requests.push(pathname);
    const file = extname(pathname) === '' ? page : normalize(`/${decodeURIComponent(pathname)}`);
    try {
      const body = await readFile(join(folder, file));
      const type = types.get(extname(file)) ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache', ...headers });
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
  return {
    port: server.address().port,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
