// A real, independent OpenID Connect server for the demo and the end-to-end tests: `oidc-provider`
// from npm, configured as a strict server would be for a single-page app. PKCE is required, the
// client is public, CORS is per client, refresh tokens rotate and their reuse ends the family.
//
// Flags: --port <n> (0: a free one), --app-origin <origin> (repeatable),
//        --access-token-seconds <n>, --no-refresh-token, --for-tests (more clients and features).
// Prints `oidc-provider listening on 127.0.0.1:<port>` when it is ready.
// Its sign-in page takes any name with any password.
//
// For tests, never logged themselves:
//   GET /_log, DELETE /_log                 the requests so far, oldest first; forget them. `asked` is what
//                                           an authorization request wants beside the protocol's own. A token
//                                           request says `grant`, `status`, `error` and whether a spent
//                                           refresh token was `reused`, never a value of one; `held` is
//                                           where it waits, `lost` that its client never got the answer
//   POST /_hold?before=<n>&after=<n>        the next n token requests wait, before or after they are
//                                           handled; one whose client goes away meanwhile is dropped
//   POST /_release, POST /_release?cut=1    they go on, or lose their connection
//   POST /_time?advance=<seconds>           moves the server's clock
//   POST /_keys, POST /_keys?keep=1         signs with new keys from now on; with `keep` it still shows the ones
//                                           before. Sessions, codes and tokens stay as they are

import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { Provider } from 'oidc-provider';
import { createGate } from './serve/gate.mjs';
import { movableClock } from './serve/moved_clock.mjs';
import { configuration } from './serve/oidc_configuration.mjs';
import { signingKeys } from './serve/oidc_keys.mjs';
import { memory } from './serve/oidc_memory.mjs';
import { ALGORITHMS, bend, forTests } from './serve/oidc_test_clients.mjs';
import { taken } from './serve/port.mjs';

const advance = movableClock();

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'app-origin': { type: 'string', multiple: true, default: [] },
    'access-token-seconds': { type: 'string', default: '3600' },
    'no-refresh-token': { type: 'boolean', default: false },
    'for-tests': { type: 'boolean', default: false },
  },
});

// Held until it listens: its keys take their time.
const { port, release } = await taken(Number(values.port) || undefined);
const usual = configuration({
  apps: values['app-origin'],
  accessTokenSeconds: Number(values['access-token-seconds']),
  refreshToken: !values['no-refresh-token'],
});
const settings = { ...(values['for-tests'] ? forTests(usual) : usual), adapter: memory() };

/** What an app may wish; nothing of it is secret. */
const WISHES = ['prompt', 'login_hint', 'max_age', 'acr_values', 'ui_locales', 'resource', 'claims', 'scope'];

// What the server made of a request, for the log.
const entries = new WeakMap();
const note = (request, found) => Object.assign(entries.get(request) ?? {}, found);

/** The server as it is with these keys; what it remembers stays. */
function withKeys(keys) {
  const provider = new Provider(`http://oidc.localhost:${port}`, { ...settings, jwks: { keys } });
  if (values['for-tests']) bend(provider);
  // Its pages ask for a font on the network; a loopback server needs nothing from there.
  provider.use(async (ctx, next) => {
    await next();
    ctx.set('Content-Security-Policy', "style-src 'unsafe-inline'; font-src 'none'");
  });
  provider.on('server_error', (_ctx, error) => console.error(error));
  for (const event of ['interaction.started', 'authorization.accepted']) {
    provider.on(event, ({ req, oidc: { params } }) => {
      const wishes = WISHES.filter((name) => params[name] !== undefined);
      note(req, { asked: Object.fromEntries(wishes.map((name) => [name, params[name]])) });
    });
  }
  provider.on('grant.success', ({ req, oidc }) => note(req, { grant: oidc.params.grant_type }));
  provider.on('grant.error', ({ req, oidc }, error) => {
    note(req, {
      grant: oidc.params?.grant_type ?? null,
      error: error.error ?? error.message,
      reused: error.error_detail === 'refresh token already used',
    });
  });
  return provider.callback();
}

const newKeys = () => signingKeys(values['for-tests'] ? ALGORITHMS : ['RS256', 'ES256']);
let keys = newKeys();
let handle = withKeys(keys);
const answer = (request, response) => handle(request, response);
const gate = createGate();
const log = [];

const controls = {
  '/_log': ({ method }) => {
    if (method === 'DELETE') log.length = 0;
    return log;
  },
  '/_hold': (_request, { before = 0, after = 0 }) => gate.hold({ before: Number(before), after: Number(after) }),
  '/_release': (_request, { cut }) => gate.release({ cut: cut === '1' }),
  '/_time': (_request, { advance: seconds }) => advance(Number(seconds) * 1000),
  '/_keys': (_request, { keep }) => {
    keys = [...newKeys(), ...(keep === '1' ? keys : [])];
    handle = withKeys(keys);
  },
};

const server = createServer((request, response) => {
  const [path, query] = request.url.split('?');
  const control = controls[path];
  if (control !== undefined) {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(control(request, Object.fromEntries(new URLSearchParams(query))) ?? null));
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
  entries.set(request, entry);
  // A browser silently repeats a request whose reused connection is cut; then "exactly one" would count two.
  response.shouldKeepAlive = false;
  if (path === '/token' && request.method === 'POST') {
    Object.assign(entry, { grant: null, error: null, reused: false, held: null, lost: false });
    void gate.pass(entry, request, response, answer);
    return;
  }
  response.on('finish', () => {
    entry.status = response.statusCode;
  });
  answer(request, response);
});
server.on('error', (error) => {
  console.error(error.code === 'EADDRINUSE' ? `port ${port} is in use` : error.message);
  process.exit(2);
});
await release();
server.listen(port, '127.0.0.1', () => console.log(`oidc-provider listening on 127.0.0.1:${port}`));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
