// A real, independent OpenID Connect server for the demo and the end-to-end tests: `oidc-provider`
// from npm, configured as a strict server would be for a single-page app. PKCE is required, the
// client is public, CORS is per client, refresh tokens rotate and their reuse ends the family.
//
// Flags: --port <n> (0: a free one), --app-origin <origin> (repeatable),
//        --access-token-seconds <n>, --no-refresh-token.
// Prints `oidc-provider listening on 127.0.0.1:<port>` when it is ready.
// Its sign-in page takes any name with any password.

import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { Provider } from 'oidc-provider';
import { configuration } from './serve/oidc_configuration.mjs';
import { anyPort } from './serve/port.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'app-origin': { type: 'string', multiple: true, default: [] },
    'access-token-seconds': { type: 'string', default: '3600' },
    'no-refresh-token': { type: 'boolean', default: false },
  },
});

const port = Number(values.port) || (await anyPort());
const provider = new Provider(
  `http://oidc.localhost:${port}`,
  configuration({
    apps: values['app-origin'],
    accessTokenSeconds: Number(values['access-token-seconds']),
    refreshToken: !values['no-refresh-token'],
  }),
);
// Its pages ask for a font on the network; a loopback server needs nothing from there.
provider.use(async (ctx, next) => {
  await next();
  ctx.set('Content-Security-Policy', "style-src 'unsafe-inline'; font-src 'none'");
});
provider.on('server_error', (_ctx, error) => console.error(error));

const answer = provider.callback();
const log = [];
const server = createServer((request, response) => {
  const path = request.url.split('?')[0];
  if (path === '/_log') {
    if (request.method === 'DELETE') log.length = 0;
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(log));
    return;
  }
  const entry = {
    time: Date.now(),
    method: request.method,
    path,
    origin: request.headers.origin ?? null,
    status: 0,
  };
  log.push(entry);
  response.on('finish', () => {
    entry.status = response.statusCode;
  });
  answer(request, response);
});
server.on('error', (error) => {
  console.error(error.code === 'EADDRINUSE' ? `port ${port} is in use` : error.message);
  process.exit(2);
});
server.listen(port, '127.0.0.1', () => console.log(`oidc-provider listening on 127.0.0.1:${port}`));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
