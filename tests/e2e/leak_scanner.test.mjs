/** The leak scanner itself: it finds a secret in every place where it says that it looks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leaksIn } from './support/leak_scanner.mjs';
import { scene, serves } from './support/scene.mjs';

const SECRET = 'planted/secret+value&of 32 signs"';

test('a value is found as it is, percent-encoded, in JSON, in HTML, in base64 and in hexadecimal', () => {
  const secrets = [{ kind: 'planted', value: SECRET }];
  const shapes = [
    `before ${SECRET} after`,
    encodeURIComponent(SECRET),
    JSON.stringify({ a: SECRET }),
    SECRET.replaceAll('&', '&amp;'),
    Buffer.from(SECRET).toString('base64'),
    Buffer.from(SECRET).toString('base64url'),
    Buffer.from(SECRET).toString('hex'),
    ['in', 'a', SECRET],
  ];
  for (const shape of shapes) assert.equal(leaksIn(secrets, { here: shape }).length, 1, String(shape));
  assert.deepEqual(leaksIn(secrets, { here: SECRET.slice(0, -1), there: null }), []);
});

/** Each plants the access token; the scanner must name the place. */
const PLANTS = [
  ['console, log and errors', (token) => console.log(`token ${token}`)],
  [
    'console, log and errors',
    (token) =>
      setTimeout(() => {
        throw new Error(token);
      }),
  ],
  ['console, log and errors', (token) => window.tell(JSON.stringify({ kind: 'log', value: { detail: token } }))],
  ['address', (token) => history.replaceState(null, '', `?t=${encodeURIComponent(token)}`)],
  [
    'history',
    (token) => {
      history.pushState(null, '', `?t=${encodeURIComponent(token)}`);
      history.pushState(null, '', '/clean');
    },
  ],
  ['history state', (token) => history.replaceState({ token }, '')],
  [
    'title',
    (token) => {
      document.title = token;
    },
  ],
  [
    'window name',
    (token) => {
      window.name = token;
    },
  ],
  [
    'cookies',
    (token) => {
      // biome-ignore lint/suspicious/noDocumentCookie: as a careless app would
      document.cookie = `token=${token}`;
    },
  ],
  ['localStorage', (token) => localStorage.setItem('t', token)],
  [
    'document',
    (token) => {
      document.body.dataset.token = token;
    },
  ],
  [
    'fields',
    (token) => {
      const field = document.createElement('input');
      document.body.append(field);
      field.value = token;
    },
  ],
  ['performance', (token) => fetch(`/pages/none.json?t=${token}`).catch(() => {})],
  ['performance', (token) => performance.mark(token)],
];

scene('every place is searched: a planted token is found there', async (t, visit) => {
  serves(t, 'R-101', 'the scanner finds a token that was planted in each place');
  serves(t, 'A-13', 'the scanner finds a token in console, log hook and error texts');
  const ours = (url) => url.hostname === 'app.localhost';
  const config = visit.docspace();
  const first = await visit.tab({ config });
  await visit.arrive(first, '/');
  await visit.enter(first);
  for (const [place, plant] of PLANTS) {
    const page = await visit.tab({ config });
    assert.equal((await visit.arrive(page, '/')).via, 'tab');
    assert.deepEqual(await visit.scanner.leaks(visit.context, ours), []);
    await page.evaluate(`(async () => { const token = await auth.getAccessToken(); await (${plant})(token); })()`);
    let found = [];
    const named = () => found.some((leak) => leak.place.startsWith(place));
    // What a page says comes here by itself.
    for (const end = Date.now() + 5000; !named() && Date.now() < end; await page.waitForTimeout(50)) {
      found = await visit.scanner.leaks(visit.context, ours);
    }
    assert.ok(named(), `${place}: ${JSON.stringify(found)}`);
    // Away with it, for the next one and for the scan at the end of this scene.
    await page.evaluate(() => localStorage.removeItem('t'));
    await page.close();
    await visit.context.clearCookies();
    visit.scanner.heard.length = 0;
  }
});

scene('codes, verifiers, nonces, refresh and ID tokens are known to the scanner', async (t, visit) => {
  serves(t, 'R-101', 'the scanner knows the codes, verifiers, nonces and tokens of the run');
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/');
  await visit.enter(page);
  await visit.inspect();
  const kinds = new Set(visit.secrets.all.map(({ kind }) => kind));
  // A value that is also stored goes by that name.
  for (const kind of ['code', 'verifier', 'nonce']) {
    assert.ok(kinds.has(kind) || kinds.has(`stored ${kind}`), [...kinds].join());
  }
  assert.ok(
    [...kinds].some((kind) => /access.token/.test(kind)),
    [...kinds].join(),
  );
  assert.ok(
    [...kinds].some((kind) => /refresh.token/.test(kind)),
    [...kinds].join(),
  );
  const { value: token } = await visit.call(page, 'getAccessToken');
  assert.ok(visit.secrets.all.some(({ value }) => value === token));
});
