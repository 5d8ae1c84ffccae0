/** `auth.fetch`: who may receive the access token, and what happens on 401, on redirects and with odd arguments. */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';

/** Addresses that look like the portal's, or try to leave it. `{portal}` is its origin, `{host}` its host and port. */
const FOREIGN = [
  'http://{host}.evil.localhost/api',
  'http://evil.localhost/?{host}',
  'http://{host}@evil.localhost/api',
  'http://user:pass@{host}/api',
  '//evil.localhost/api',
  '\\\\evil.localhost\\api',
  '/\\evil.localhost/api',
  '/\t/evil.localhost/api',
  'https://{host}/api',
  'http://{name}:1/api',
  'http://{name}./api',
  'http://{name}%2eevil.localhost/api',
  'http://xn--{name}/api',
  'HTTP://EVIL.LOCALHOST/api',
  'javascript:alert(1)',
  'data:text/plain,x',
  'blob:{portal}/0c4cb1a4-0000-4000-8000-000000000000',
  'file:///etc/passwd',
  'ws://{host}/api',
  'about:blank',
];

async function signedIn(visit, changes = {}) {
  const page = await visit.tab({ config: visit.docspace(changes) });
  await visit.arrive(page);
  await visit.enter(page);
  return page;
}

scene('no address but the API base and the listed origins gets the token', async (t, visit) => {
  const page = await signedIn(visit);
  const { host, hostname } = new URL(visit.portal);
  const mark = await visit.sandbox.mark();
  for (const pattern of FOREIGN) {
    const address = pattern
      .replaceAll('{host}', host)
      .replaceAll('{name}', hostname)
      .replaceAll('{portal}', visit.portal);
    await step(t, pattern.replaceAll('\t', '\\t'), async (part) => {
      serves(part, 'A-43', 'a look-alike address: nothing is sent');
      serves(part, 'R-106', 'an address that is not on the list: nothing is sent');
      const { error } = await visit.call(page, 'fetch', address);
      assert.equal(error?.code, 'origin_not_allowed', JSON.stringify(error ?? 'it was sent'));
    });
  }
  await visit.sandbox.nothingAfter(mark);
});

scene('URL and Request objects are judged like texts', async (t, visit) => {
  serves(t, 'R-106', 'URL and Request objects: same rules');
  const page = await signedIn(visit);
  const codes = await page.evaluate(
    async ([evil, portal]) => {
      const tries = [new URL(`${evil}/x`), new Request(`${evil}/x`), { toString: () => `${evil}/x` }];
      const results = [];
      for (const each of tries)
        results.push((await window.settled(() => window.auth.fetch(each))).error?.code ?? 'sent');
      const good = [new URL('/api/2.0/people/@self', portal), new Request(new URL('/api/2.0/people/@self', portal))];
      for (const each of good) results.push((await window.auth.fetch(each)).status);
      return results;
    },
    [visit.evil, visit.portal],
  );
  assert.deepEqual(codes.slice(0, 2), ['origin_not_allowed', 'origin_not_allowed']);
  assert.notEqual(codes[2], 'sent');
  assert.deepEqual(codes.slice(3), [200, 200]);
  await visit.sandbox.exactly(0, { double: 'evil' });
});

scene('an API base with a path is never left', async (t, visit) => {
  serves(t, 'R-106', 'the path prefix of the API base is compared after parsing');
  const page = await visit.tab({ config: visit.oidc({ apiBase: `${visit.issuer}/api/v1/` }) });
  await visit.arrive(page);
  await visit.enter(page);
  const mark = await visit.sandbox.mark();
  for (const path of [
    '../v2/x',
    '/../x',
    '/a/../../x',
    '%2e%2e/x',
    '/%2E%2E/x',
    '..\\x',
    `${visit.issuer}/api/v10`,
    `${visit.issuer}/api`,
  ]) {
    const { error } = await visit.call(page, 'fetch', path);
    assert.equal(error?.code, 'origin_not_allowed', path);
  }
  await visit.sandbox.nothingAfter(mark);
  await page.evaluate(() => window.settled(window.auth.fetch('/things?x=1').then(({ status }) => status)));
  const [call] = await visit.sandbox.exactly(1, { path: /\/api\/v1\/things$/ });
  assert.equal(call.authorization.scheme, 'Bearer');
});

scene('a listed origin gets the token, its neighbours do not', async (t, visit) => {
  serves(t, 'R-106', 'allowedOrigins: exact origins only');
  const page = await signedIn(visit, { allowedOrigins: [visit.evil] });
  const { value, error } = await visit.call(page, 'fetch', `${visit.evil}/listed`);
  assert.equal(error, undefined, `${value}`);
  const [listed] = await visit.sandbox.exactly(1, { double: 'evil', path: '/listed' });
  assert.equal(listed.authorization.scheme, 'Bearer');
  const neighbour = visit.evil.replace('//', '//x-');
  assert.equal((await visit.call(page, 'fetch', `${neighbour}/listed`)).error?.code, 'origin_not_allowed');
});

scene('the API redirects to a hostile origin: no token arrives there', async (t, visit) => {
  const page = await signedIn(visit);
  const to = `${visit.evil}/caught`;
  for (const status of [301, 302, 303, 307, 308]) {
    await step(t, `with ${status}`, async (part) => {
      serves(part, 'R-106', `${status} of the API to another origin carries no Authorization`);
      await visit.sandbox.switches({ docspace: { api_fault: { kind: 'redirect', status, to } } });
      // A path for each: browsers remember a 301.
      const path = `/api/2.0/people/${status}`;
      await visit.call(page, 'fetch', path);
      for (const { authorization, query, headers } of await visit.sandbox.requests({ double: 'evil' })) {
        assert.equal(authorization, null);
        assert.deepEqual(query, {});
        assert.doesNotMatch(headers.referer ?? '', /token/);
      }
      const asked = await visit.sandbox.requests({ path });
      assert.equal(asked.length, 1);
    });
  }
});

scene('HTTP statuses never throw; the response is given back as it is', async (_t, visit) => {
  const page = await signedIn(visit);
  for (const status of [200, 204, 400, 403, 404, 409, 429, 500, 503]) {
    await visit.sandbox.switches({
      docspace: { api_fault: { kind: 'custom', status, body: status === 204 ? '' : `body ${status}` } },
    });
    const seen = await page.evaluate(async () => {
      const answer = await window.auth.fetch('/api/2.0/people/@self');
      return {
        status: answer.status,
        body: await answer.text(),
        real: answer instanceof Response,
        snapshot: window.auth.snapshot().status,
      };
    });
    assert.deepEqual(seen, { status, body: status === 204 ? '' : `body ${status}`, real: true, snapshot: 'signed-in' });
  }
});

scene('a 401 with a challenge of a megabyte is a 401', async (t, visit) => {
  serves(t, 'A-29', 'a WWW-Authenticate bomb: the response is given back, no hang');
  serves(t, 'R-107', 'WWW-Authenticate is bounded');
  const page = await signedIn(visit);
  const challenge = `Bearer ${'realm="a", '.repeat(8000)}error="invalid_token"`;
  await visit.sandbox.switches({
    docspace: {
      api_fault: {
        kind: 'custom',
        status: 401,
        headers: { 'www-authenticate': challenge, 'access-control-expose-headers': '*' },
      },
    },
  });
  const start = Date.now();
  const status = await page
    .evaluate(async () => (await window.auth.fetch('/api/2.0/people/@self')).status)
    .catch(() => 401);
  assert.equal(status, 401);
  assert.ok(Date.now() - start < 10_000);
});

scene('a 401 where the session can be renewed: one renewal, one replay', async (t, visit) => {
  serves(t, 'R-107', 'invalid_token: at most one renewal and one retry');
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
  const page = await visit.tab({ config: visit.oidc({ apiBase: visit.issuer }) });
  await visit.arrive(page);
  await visit.enter(page);
  await visit.sandbox.expire('access');
  const status = await page.evaluate(
    async () => (await window.auth.fetch('/api/things', { method: 'POST', body: 'text' })).status,
  );
  assert.equal(status, 200);
  await visit.sandbox.exactly(2, { method: 'POST', path: /\/api\/things$/ });
  const exchanges = await visit.sandbox.exactly(2, { method: 'POST', path: visit.path('oidc', 'token') });
  assert.deepEqual(
    exchanges.map(({ form }) => form.grant_type),
    ['authorization_code', 'refresh_token'],
  );
  // A server that goes on refusing gets no third try.
  await visit.sandbox.switches({ oidc: { api_fault: { kind: 'empty', status: 401 } } });
  const again = await page.evaluate(async () => (await window.auth.fetch('/api/things')).status);
  assert.equal(again, 401);
  assert.ok((await visit.sandbox.requests({ method: 'GET', path: /\/api\/things$/ })).length <= 2);
  const snapshot = await page.evaluate(() => window.auth.snapshot().status);
  assert.equal(snapshot, 'signed-in');
});

scene('fetchProfile gives the record of the person, as plain data', async (t, visit) => {
  serves(t, 'A-21', 'a profile with __proto__ in it pollutes nothing');
  const page = await signedIn(visit);
  await visit.sandbox.switches({
    docspace: {
      api_fault: {
        kind: 'custom',
        body: '{"response":{"id":"ada","displayName":"<img src=x onerror=alert(1)>","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}',
        headers: { 'content-type': 'application/json' },
      },
    },
  });
  const seen = await page.evaluate(async () => {
    const profile = await window.settled(window.auth.fetchProfile());
    return { profile, polluted: {}.polluted ?? [].polluted ?? null };
  });
  assert.equal(seen.polluted, null);
});

scene('arguments that nobody means give an error, and no trap', async (t, visit) => {
  serves(t, 'R-006', 'hostile arguments to every method: typed error, the instance goes on working');
  serves(t, 'R-165', 'hostile arguments: the next call works');
  const page = await signedIn(visit);
  const failures = await page.evaluate(async () => {
    const cycle = {};
    cycle.self = cycle;
    const values = [
      null,
      undefined,
      0,
      -1,
      1e308,
      Number.NaN,
      '',
      'x'.repeat(1_000_000),
      '\ud800',
      Symbol('s'),
      10n,
      [],
      {},
      cycle,
      () => {},
      Object.create(null),
      new Proxy(
        {},
        {
          get() {
            throw new Error('get');
          },
          ownKeys() {
            throw new Error('keys');
          },
        },
      ),
      {
        get scopes() {
          throw new Error('getter');
        },
      },
      {
        toString() {
          throw new Error('toString');
        },
      },
      document,
      new Date(Number.NaN),
    ];
    const bad = [];
    const { auth } = window;
    const methods = { fetch: true, getAccessToken: true, loginUrl: true, complete: true, subscribe: true };
    for (const name of Object.keys(methods)) {
      for (const value of values) {
        try {
          const result = auth[name](value);
          if (result instanceof Promise) await result;
        } catch (error) {
          // An app's own getter may throw its own error; the wasm may not.
          const fine = window.isAuthError(error)
            ? error.code !== 'internal_error'
            : error instanceof TypeError || ['get', 'toString'].includes(error.message);
          if (!fine) bad.push(`${name}(${typeof value}): ${error?.code ?? error}`);
        }
      }
    }
    return { bad, alive: typeof (await auth.getAccessToken()) };
  });
  assert.deepEqual(failures, { bad: [], alive: 'string' });
});
