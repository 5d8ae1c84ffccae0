/** `provider` and the clocks of `docgate/testing`, as built: the doubles of the sandbox inside of this process. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { at } from '../../tools/paths.mjs';

const { fakeAuth, provider, virtualClock } = await import('../../pkg/dist/testing.js');

const APP = 'https://app.example.test';
const PORTAL = 'http://docspace.localhost:9400';
const ISSUER = 'http://oidc-double.localhost:9400';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

const authorization = (id) => {
  const url = new URL(id === 'docspace' ? `${PORTAL}/oauth2/authorize` : `${ISSUER}/authorize`);
  const scope = id === 'docspace' ? 'accounts.self:read' : 'openid';
  for (const [name, value] of Object.entries({
    response_type: 'code',
    client_id: `demo-${id}`,
    redirect_uri: `${APP}/callback/${id}`,
    state: 'c3RhdGU',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    scope,
  })) {
    url.searchParams.set(name, value);
  }
  return url.href;
};

const exchange = (doubles, id, callback) =>
  doubles.fetch(id === 'docspace' ? `${PORTAL}/oauth2/token` : `${ISSUER}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: `demo-${id}`,
      code: new URL(callback).searchParams.get('code'),
      redirect_uri: `${APP}/callback/${id}`,
      code_verifier: VERIFIER,
    }),
  });

const self = (doubles, token) =>
  doubles.fetch(`${PORTAL}/api/2.0/people/@self`, { headers: { authorization: `Bearer ${token}` } });

test('a login is walked through, and its token opens the API until it ends', async () => {
  const clock = virtualClock(1_700_000_000_000);
  const doubles = await provider({ apps: [APP], clock });
  const callback = new URL(await doubles.walk(authorization('docspace'), { person: 'grace' }));
  assert.equal(callback.origin + callback.pathname, `${APP}/callback/docspace`);
  assert.equal(callback.searchParams.get('state'), 'c3RhdGU');
  const answer = await exchange(doubles, 'docspace', callback);
  const { access_token: token, expires_in: seconds } = await answer.json();
  assert.equal((await (await self(doubles, token)).json()).response.firstName, 'Grace');
  clock.advance(seconds * 1000 - 1000);
  assert.equal((await self(doubles, token)).status, 200);
  clock.advance(2000);
  assert.equal((await self(doubles, token)).status, 401);
  const paths = doubles.requests.map(({ method, path, status }) => `${method} ${path} ${status}`);
  assert.deepEqual(paths.slice(-4), [
    'POST /oauth2/token 200',
    ...[200, 200, 401].map((status) => `GET /api/2.0/people/@self ${status}`),
  ]);
  doubles.reset();
  assert.deepEqual(doubles.requests, []);
});

test('no is an answer too', async () => {
  const doubles = await provider({ apps: [APP] });
  const error = (url) => new URL(url).searchParams.get('error');
  assert.equal(error(await doubles.walk(authorization('docspace'), { consent: 'deny' })), 'access_denied');
  assert.equal(error(await doubles.walk(authorization('oidc'), { person: null })), 'access_denied');
  await assert.rejects(doubles.walk(authorization('oidc'), { person: 'nobody' }), /does not get past .*\/login/);
});

test('the same seed gives the same codes, tokens and keys', async () => {
  const run = async (seed) => {
    const doubles = await provider({ apps: [APP], clock: virtualClock(1_700_000_000_000), seed });
    const callback = await doubles.walk(authorization('oidc'));
    return [callback, await (await exchange(doubles, 'oidc', callback)).text()];
  };
  const [first, again, other] = [await run(7), await run(7), await run(8)];
  assert.deepEqual(first, again);
  assert.notEqual(first[0], other[0]);
  assert.match(first[1], /"id_token"/);
});

test('RSA keys are there at once, and new ones are others', async () => {
  const doubles = await provider({ apps: [APP], switches: { oidc: { id_token_alg: 'RS256' } } });
  const keys = async () => (await (await doubles.fetch(`${ISSUER}/jwks`)).json()).keys.map(({ n }) => n);
  const seen = new Set(await keys());
  for (let turn = 1; turn < 8; turn += 1) {
    doubles.rotateKeys(true);
    for (const n of await keys()) seen.add(n);
  }
  assert.equal(seen.size, 8);
  const { id_token: token } = await (await exchange(doubles, 'oidc', await doubles.walk(authorization('oidc')))).json();
  const [head, claims, signature] = token.split('.');
  const { kid } = JSON.parse(Buffer.from(head, 'base64url'));
  const jwk = (await (await doubles.fetch(`${ISSUER}/jwks`)).json()).keys.find((key) => key.kid === kid);
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);
  const signed = new TextEncoder().encode(`${head}.${claims}`);
  assert.ok(await crypto.subtle.verify(algorithm, key, Buffer.from(signature, 'base64url'), signed));
});

test('switches: what is named is replaced, and what does not exist is refused', async () => {
  const doubles = await provider({
    apps: [APP],
    switches: { docspace: { token_fault: { kind: 'empty', status: 429 } } },
  });
  const callback = await doubles.walk(authorization('docspace'));
  assert.equal((await exchange(doubles, 'docspace', callback)).status, 429);
  doubles.switches({ docspace: { token_fault: null } });
  assert.equal((await exchange(doubles, 'docspace', await doubles.walk(authorization('docspace')))).status, 200);
  assert.throws(() => doubles.switches({ docspace: { nothing: 1 } }), /unknown field `nothing`/);
  doubles.reset();
  assert.equal((await exchange(doubles, 'docspace', await doubles.walk(authorization('docspace')))).status, 429);
});

test('what a browser refuses by CORS is refused', async () => {
  const doubles = await provider({ apps: [APP], switches: { docspace: { version: '3.0' } } });
  const refused = { name: 'TypeError', message: 'Failed to fetch' };
  await assert.rejects(exchange(doubles, 'docspace', await doubles.walk(authorization('docspace'))), refused);
  doubles.switches({ docspace: { version: '3.7' } });
  const fine = await exchange(doubles, 'docspace', await doubles.walk(authorization('docspace')));
  const { access_token: token } = await fine.json();
  assert.equal((await self(doubles, token)).status, 200);
  // A header that needs permission, where nobody gives it: the request itself is never sent.
  doubles.switches({ docspace: { cors: false } });
  const sent = doubles.requests.length;
  const headers = { 'x-own': '1' };
  await assert.rejects(doubles.fetch(`${PORTAL}/oauth2/token`, { method: 'POST', headers }), refused);
  assert.equal(doubles.requests.length, sent);
});

test('connections that hang, break, or take their time', async () => {
  const clock = virtualClock();
  const doubles = await provider({ apps: [APP], clock });
  const ask = (fault, init) => {
    doubles.switches({ oidc: { metadata_fault: fault } });
    return doubles.fetch(`${ISSUER}/.well-known/openid-configuration`, init);
  };
  await assert.rejects(ask({ kind: 'close' }), { message: 'Failed to fetch' });
  const abort = new AbortController();
  const hanging = ask({ kind: 'hang' }, { signal: abort.signal });
  abort.abort(new Error('enough'));
  await assert.rejects(hanging, { message: 'enough' });
  let there = false;
  const late = ask({ kind: 'delay', milliseconds: 5000 }).then((response) => {
    there = true;
    return response;
  });
  await clock.advanceAsync(4999);
  assert.equal(there, false);
  await clock.advanceAsync(1);
  assert.equal((await late).status, 200);
  await assert.rejects((await ask({ kind: 'cut' })).text());
  await assert.rejects(ask({ kind: 'redirect', to: `${ISSUER}/x` }, { redirect: 'error' }), {
    message: 'Failed to fetch',
  });
});

test('what is for nobody here goes on to whoever is there', async () => {
  const asked = [];
  const otherwise = async (input) => {
    asked.push(String(input));
    return Response.json({ ok: true });
  };
  const doubles = await provider({ apps: [APP], otherwise });
  const before = globalThis.fetch;
  const remove = doubles.install();
  try {
    assert.equal((await fetch(`${ISSUER}/.well-known/openid-configuration`)).status, 200);
    assert.deepEqual(await (await fetch('https://elsewhere.example.test/x')).json(), { ok: true });
  } finally {
    remove();
  }
  assert.equal(globalThis.fetch, before);
  assert.deepEqual(asked, ['https://elsewhere.example.test/x']);
});

test('whoever kept the fetch of one provider reaches the next', async () => {
  const [first, second] = [await provider({ apps: [APP] }), await provider({ apps: [APP] })];
  const before = globalThis.fetch;
  const removeFirst = first.install();
  const kept = globalThis.fetch;
  removeFirst();
  const removeSecond = second.install();
  assert.equal((await kept(`${ISSUER}/jwks`)).status, 200);
  removeSecond();
  assert.equal(globalThis.fetch, before);
  assert.deepEqual([first.requests.length, second.requests.length], [0, 1]);
});

test('the names of the doubles are those of the sandbox', async () => {
  const doubles = await provider();
  const source = readFileSync(at('sandbox', 'src', 'scenario.rs'), 'utf8');
  const hosts = [...source.matchAll(/\("([a-z-]+\.localhost)", Double::/g)].map(([, host]) => host);
  assert.ok(hosts.length > 8);
  for (const host of hosts) assert.notEqual(doubles.handle({ url: `http://${host}:9400/` }).status, 421, host);
});

test('without a clock of its own it follows timers that are faked, whenever that begins', async (t) => {
  const { auth } = fakeAuth({ session: { lifetime: 600_000 } });
  const doubles = await provider({ apps: [APP] });
  assert.equal(auth.snapshot().status, 'signed-in');
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.now() });
  const late = fakeAuth({ session: { lifetime: 600_000 } }).auth;
  const events = [];
  late.subscribe(({ type }) => events.push(type));
  const callback = await doubles.walk(authorization('docspace'));
  const { access_token: token } = await (await exchange(doubles, 'docspace', callback)).json();
  t.mock.timers.tick(599_999);
  assert.deepEqual(events, ['expiring']);
  t.mock.timers.tick(1);
  assert.deepEqual(events, ['expiring', 'expired']);
  assert.equal(late.snapshot().status, 'expired');
  t.mock.timers.tick(3_600_000);
  assert.equal((await self(doubles, token)).status, 401, 'the provider has the same time');
});

test('a virtual clock: in order, at their moments, and what is due meanwhile', async () => {
  const clock = virtualClock(new Date(1000));
  const seen = [];
  const note = (name) => () => seen.push(`${name} ${clock.now()}`);
  clock.after(20, note('c'));
  clock.after(10, () => {
    note('a')();
    clock.after(5, note('b'));
  });
  clock.after(30, note('never'))();
  assert.equal(clock.pending, 2);
  clock.advance(100);
  assert.deepEqual(seen, ['a 1010', 'b 1015', 'c 1020']);
  assert.equal(clock.now(), 1100);
  assert.throws(() => clock.advance(-1), RangeError);
  clock.after(10, async () => {
    await undefined;
    clock.after(10, note('d'));
  });
  await clock.advanceAsync(100);
  assert.equal(seen.at(-1), 'd 1120');
});
