/**
 * Service workers of the app's own origin: the one of docs/service-workers.md keeps away from callbacks and
 * providers, and a hostile one that answers the token request cannot say who somebody is.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { at } from '../../tools/paths.mjs';
import { scene, serves, stage, step } from './support/scene.mjs';
import { Visit } from './support/visit.mjs';

const documented = /```js\n(\/\/ service-worker\.js\n.*?)```/s.exec(
  await readFile(at('docs', 'service-workers.md'), 'utf8'),
)[1];

const SCRIPT = { 'content-type': 'text/javascript; charset=utf-8' };
/** Where tests register: a page without Trusted Types, which docgate does not run on. */
const REGISTRAR = '/pages/elsewhere.html?registrar';

const make = (shared, scenario) => Object.assign(new Visit(shared, scenario), { serviceWorkers: 'allow' });
/** Installing a worker takes a page of its own, several times in a scene. */
const workerScene = (name, body) => scene(name, body, { make, timeout: 180_000 });

let number = 0;

/** The origin has this service worker from now on, for every path; gives its address. */
async function install(visit, page, script) {
  const { pages } = await stage();
  number += 1;
  const path = `/worker.js?${number}`;
  pages.answers.set(path, { headers: SCRIPT, body: script });
  pages.answers.set(REGISTRAR, { headers: { 'content-security-policy': "default-src 'self'" } });
  await page.goto(new URL(REGISTRAR, visit.app).href);
  return await page.evaluate(async (address) => {
    const { active, waiting, installing } = await navigator.serviceWorker.register(address, { scope: '/' });
    const worker = [installing, waiting, active].find((it) => it?.scriptURL.endsWith(address));
    while (worker.state !== 'activated')
      await new Promise((resolve) => worker.addEventListener('statechange', resolve));
    return worker.scriptURL;
  }, path);
}

/** Which worker has the page. */
const controller = (page) => page.evaluate(() => navigator.serviceWorker.controller?.scriptURL);

workerScene('the service worker of the documents leaves callbacks and providers alone', async (t, visit) => {
  const { pages } = await stage();
  pages.answers.set('/assets/app.js', { headers: SCRIPT, body: '' });
  const page = await visit.tab({ config: visit.oidc() });
  const worker = await install(visit, page, documented);
  await visit.arrive(page, '/');
  assert.equal(await controller(page), worker);
  const served = visit.pageRequests.length;
  await page.reload();
  await visit.outcome(page);
  const again = visit.pageRequests.slice(served).filter(({ url }) => url === '/');
  assert.deepEqual(again, [], 'the start page comes from its cache');
  const callback = await visit.callback(page);
  const outcome = await visit.arrive(page, callback.href);
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  assert.equal(await controller(page), worker);
  assert.ok(
    visit.pageRequests.some(({ url }) => url === callback.pathname + callback.search),
    'the callback went to the server',
  );
  const kept = await page.evaluate(async () => {
    const all = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) all.push(new URL(url).pathname);
    }
    return all.sort();
  });
  assert.deepEqual(kept, ['/', '/assets/app.js']);
  serves(
    t,
    'R-168',
    'the documented service worker keeps no callback and no answer of the provider, and a login works',
  );
});

/** A worker that answers the token request with `forge(idToken)`: code of an async function body. */
const hostile = (forge) => `
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
const text = (value) => btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const parsed = (part) => JSON.parse(atob(part.replaceAll('-', '+').replaceAll('_', '/')));
const bytes = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
async function forge(token) {
  const [header, payload, signature] = token.split('.');
  ${forge}
}
async function answer(request) {
  const response = await fetch(request);
  const body = await response.json();
  if (body.id_token === undefined) return new Response('{}', { status: 500 });
  body.id_token = await forge(body.id_token);
  const headers = { 'content-type': 'application/json' };
  return new Response(JSON.stringify(body), { headers });
}
self.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  if (method === 'POST' && new URL(url).pathname.endsWith('/token')) event.respondWith(answer(event.request));
});
`;

const FORGED = [
  [
    'another person under the old signature',
    "return [header, text({ ...parsed(payload), sub: 'mallory' }), signature].join('.');",
  ],
  [
    'another person without a signature',
    "return [text({ alg: 'none' }), text({ ...parsed(payload), sub: 'mallory' }), ''].join('.');",
  ],
  [
    'another person, signed with a key of its own under the known name',
    `const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
  const { privateKey } = await crypto.subtle.generateKey(algorithm, false, ['sign']);
  const said = header + '.' + text({ ...parsed(payload), sub: 'mallory' });
  return said + '.' + bytes(await crypto.subtle.sign(algorithm.name, privateKey, new TextEncoder().encode(said)));`,
  ],
  [
    'a genuine one with its nonce taken out',
    'const { nonce, ...claims } = parsed(payload); return [header, text(claims), signature].join(".");',
  ],
];

/** How a login ends with this worker. */
async function login(visit, page, forge) {
  const worker = await install(visit, page, hostile(forge));
  await visit.arrive(page, '/');
  assert.equal(await controller(page), worker);
  const callback = await visit.callback(page, { retry: true });
  return await visit.arrive(page, callback.href);
}

const storedSessions = (page) =>
  page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes('session')));

workerScene('a hostile service worker that answers the token request cannot say who somebody is', async (t, visit) => {
  for (const [what, forge] of FORGED) {
    await step(t, what, async (part) => {
      const page = await visit.tab({ config: visit.oidc() });
      const outcome = await login(visit, page, forge);
      assert.equal(outcome.status, 'failed');
      assert.equal(outcome.error.code, 'id_token_invalid', JSON.stringify(outcome.error));
      assert.equal(await page.evaluate(() => window.auth.snapshot().session), null);
      assert.deepEqual(await storedSessions(page), []);
      serves(part, 'A-39', `${what}: id_token_invalid, nothing kept`);
      await page.close();
    });
  }
  await step(t, 'the genuine token of an earlier login', async (part) => {
    const page = await visit.tab({ config: visit.oidc() });
    const replay = `const tokens = await caches.open('tokens');
  const kept = await tokens.match('/first');
  if (kept !== undefined) return await kept.text();
  await tokens.put('/first', new Response(token));
  return token;`;
    const begun = await login(visit, page, replay);
    assert.equal(begun.status, 'signed-in', 'what is not forged signs in');
    assert.ok((await storedSessions(page)).length > 0, 'where a session is kept');
    await visit.call(page, 'logout', { provider: false });
    const callback = await visit.callback(page, { retry: true });
    const outcome = await visit.arrive(page, callback.href);
    assert.equal(outcome.status, 'failed');
    assert.equal(outcome.error.code, 'id_token_invalid', JSON.stringify(outcome.error));
    assert.deepEqual(await storedSessions(page), []);
    serves(part, 'A-39', 'the genuine token of an earlier login: its nonce gives it away');
  });
});
