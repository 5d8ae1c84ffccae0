/** Where WebAssembly is refused: the JavaScript translation of the same core takes over, and nothing is lost meanwhile. */
import assert from 'node:assert/strict';
import { served } from './support/doctor.mjs';
import { POLICY } from './support/page_server.mjs';
import { quickly } from './support/quickly.mjs';
import { scene, serves } from './support/scene.mjs';

const WITHOUT = POLICY.replace(" 'wasm-unsafe-eval'", '');
const TRANSLATION = '**/docgate/translation.js';

/** A tab of a browser without WebAssembly. */
async function lockedDown(visit, plan) {
  const page = await visit.tab(plan);
  await page.addInitScript(() => delete window.WebAssembly);
  return page;
}

/** A whole sign-in, an API call, a reload and a sign-out. */
async function life(visit, page, provider) {
  assert.equal((await visit.arrive(page, '/rooms/1')).status, 'signed-out');
  const outcome = await visit.signIn(page, { returnTo: '/rooms/42', appState: { draft: 7 } });
  assert.deepEqual(
    [outcome.status, outcome.via, outcome.returnTo, outcome.appState],
    ['signed-in', 'callback', '/rooms/42', { draft: 7 }],
  );
  assert.equal(page.url(), `${visit.app}/rooms/42`);
  await visit.sandbox.exactly(1, { path: visit.path(provider, 'token') });
  await page.reload();
  assert.deepEqual([(await visit.outcome(page)).via], ['stored']);
  if (provider === 'docspace') {
    const status = await page.evaluate(async () => (await window.auth.fetch('/api/2.0/people/@self')).status);
    assert.equal(status, 200);
  }
  assert.equal((await visit.call(page, 'logout', { provider: false })).error, undefined);
  assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-out');
}

for (const bundle of ['/docgate/index.js', '/docgate/docspace.js']) {
  scene(`${bundle}: a policy without wasm-unsafe-eval: a login works`, async (t, visit) => {
    visit.meant = /^script-src wasm-eval/;
    await served({ headers: { 'content-security-policy': WITHOUT } }, async () => {
      const page = await visit.tab({ bundle, config: visit.docspace() });
      await life(visit, page, 'docspace');
    });
    assert.ok(visit.refusals.length > 0, 'the page refused nothing, so this shows nothing');
    serves(t, 'R-161', 'a policy without wasm-unsafe-eval: the translation takes over and a login works');
    serves(t, 'A-34', 'no wasm-unsafe-eval: signed in all the same');
  });
}

for (const provider of ['docspace', 'oidc']) {
  scene(`${provider}: WebAssembly deleted: a login works`, async (t, visit) => {
    const page = await lockedDown(visit, { config: visit[provider]() });
    await life(visit, page, provider);
    serves(t, 'R-161', `${provider}: no WebAssembly in this browser: a login works`);
  });
}

scene(
  'docgate/js under a policy without wasm-unsafe-eval: a login, and nothing that the page has to refuse',
  async (t, visit) => {
    await served({ headers: { 'content-security-policy': WITHOUT } }, async () => {
      const page = await visit.tab({ bundle: '/docgate/js.js', config: visit.docspace() });
      await life(visit, page, 'docspace');
    });
    assert.deepEqual(visit.violations, []);
    serves(t, 'R-160', "docgate/js runs under script-src 'self' alone, without a violation");
  },
);

scene('an engine that compiles no module of this size at once compiles it a moment later', async (_t, visit) => {
  const page = await visit.tab({ config: visit.docspace() });
  await page.addInitScript(() => {
    const { Module } = WebAssembly;
    WebAssembly.Module = new Proxy(Module, {
      construct() {
        throw new RangeError('WebAssembly.Compile is disallowed on the main thread');
      },
    });
  });
  await life(visit, page, 'docspace');
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  assert.ok(loaded.some((name) => name.endsWith('/docgate/index.js')));
  assert.ok(!loaded.some((name) => name.endsWith('/translation.js')), 'the translation was loaded');
});

scene('while the core is on its way, the code is not in the address bar', async (t, visit) => {
  const page = await lockedDown(visit, { config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  const callback = await visit.callback(page, { returnTo: '/rooms/42' });
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  await page.route(TRANSLATION, async (route) => {
    await held;
    await route.continue();
  });
  visit.taken(page, 'address');
  await page.goto(callback.href);
  const { href } = await visit.next(page, 'address');
  assert.equal(href, `${visit.app}${callback.pathname}`);
  const seen = await page.evaluate(() => [location.href, window.auth.snapshot().status, window.auth.session]);
  assert.deepEqual(seen, [`${visit.app}${callback.pathname}`, 'loading', null]);
  release();
  const outcome = await visit.outcome(page);
  assert.deepEqual([outcome.status, outcome.returnTo], ['signed-in', '/rooms/42']);
  assert.equal(page.url(), `${visit.app}/rooms/42`);
  serves(t, 'R-027', 'the core still loads: the callback is off the address bar already');
});

scene('an address that is not of docgate is left, and what the router did meanwhile too', async (_t, visit) => {
  const page = await lockedDown(visit, { config: visit.docspace(), calls: [] });
  await visit.load(page, '/search?code=books&state=open');
  await page.evaluate(() => window.auth.ready());
  assert.equal(page.url(), `${visit.app}/search?code=books&state=open`);
  const root = await lockedDown(visit, { config: visit.docspace({ redirectUri: '/' }), calls: [] });
  await visit.load(root, '/?state=open#top');
  const outcome = await root.evaluate(() => window.auth.ready());
  assert.equal(outcome.status, 'signed-out');
  assert.equal(root.url(), `${visit.app}/?state=open#top`);
  await visit.load(root, '/?code=SPRING#/list?page=2&state=open');
  const shown = await root.evaluate(() => {
    const ready = window.auth.ready();
    return [location.href, ready.then(() => undefined)][0];
  });
  assert.equal(shown, `${visit.app}/?code=SPRING#/list?page=2&state=open`, 'not even for a moment');
  await visit.load(root, '/?state=open#top');
  await root.evaluate(async () => {
    const ready = window.auth.ready();
    history.pushState(null, '', '/rooms/7');
    await ready;
  });
  assert.equal(root.url(), `${visit.app}/rooms/7`);
});

scene(
  'mounted, unmounted and mounted again while the core is on its way: the callback is finished once',
  async (t, visit) => {
    const start = await lockedDown(visit, { config: visit.docspace(), calls: [] });
    await visit.load(start, '/rooms/1');
    const callback = await visit.callback(start, { returnTo: '/rooms/42' });
    await visit.replan(start, { calls: [] });
    await visit.load(start, callback.href);
    const seen = await start.evaluate(async (config) => {
      const first = window.createAuth(config);
      const lost = window.settled(first.ready());
      first.dispose();
      const second = window.createAuth(config);
      const { status, returnTo } = await second.ready();
      return [status, returnTo, (await lost).error?.code];
    }, visit.docspace());
    assert.deepEqual(seen, ['signed-in', '/rooms/42', undefined]);
    await visit.sandbox.exactly(1, { path: visit.path('docspace', 'token') });
    serves(t, 'R-161', 'disposed of and made again before the core is there: the callback is not lost');
  },
);

scene(
  'the first call is fetch(), and the router moves on before the core is there: the callback is finished',
  async (_t, visit) => {
    const start = await lockedDown(visit, { config: visit.docspace(), calls: [] });
    await visit.load(start, '/rooms/1');
    const callback = await visit.callback(start, { returnTo: '/rooms/42' });
    await visit.load(start, callback.href);
    const seen = await start.evaluate(async () => {
      const call = window.settled(async () => (await window.auth.fetch('/api/2.0/people/@self')).status);
      history.pushState(null, '', '/home');
      const { value } = await call;
      const { status, returnTo } = await window.auth.ready();
      return [value, status, returnTo];
    });
    assert.deepEqual(seen, [200, 'signed-in', '/rooms/42']);
  },
);

scene('neither wasm nor translation: a typed error within a second, and a later call works', async (t, visit) => {
  await quickly(async (turn) => {
    // Another browser each time: the first one is signed in afterwards.
    const own = turn === 0 ? visit : await visit.anotherBrowser();
    const page = await lockedDown(own, { config: own.docspace(), calls: [] });
    await own.load(page, '/rooms/1');
    const callback = await own.callback(page, { returnTo: '/rooms/42' });
    let broken = true;
    await page.route(TRANSLATION, (route) => (broken ? route.fulfill({ status: 404 }) : route.continue()));
    await own.load(page, callback.href);
    const seen = await page.evaluate(async () => {
      const began = performance.now();
      const outcome = await window.auth.ready();
      const token = await window.settled(window.auth.getAccessToken());
      const login = await window.settled(window.auth.login());
      return {
        quick: performance.now() - began < 1000,
        status: outcome.status,
        codes: [outcome.error.code, token.error.code, login.error.code],
        message: outcome.error.message,
        snapshot: window.auth.snapshot().status,
        address: location.href,
      };
    });
    assert.deepEqual(seen.codes, ['wasm_refused', 'wasm_refused', 'wasm_refused']);
    assert.match(seen.message, /'wasm-unsafe-eval'/);
    assert.deepEqual([seen.status, seen.snapshot], ['failed', 'signed-out']);
    assert.equal(seen.address, `${own.app}${callback.pathname}`);
    broken = false;
    const again = await page.evaluate(() => window.auth.ready());
    assert.deepEqual([again.status, again.returnTo], ['signed-in', '/rooms/42']);
    assert.equal(page.url(), `${own.app}/rooms/42`);
    return seen.quick;
  });
  serves(
    t,
    'R-161',
    'wasm refused, and the translation missing: wasm_refused within a second, naming wasm-unsafe-eval',
  );
  serves(t, 'R-034', 'no core: every call settles');
});

scene('without a core at once, a config that cannot be used rejects the first call', async (_t, visit) => {
  const page = await lockedDown(visit, { calls: [] });
  await visit.load(page, '/');
  const seen = await page.evaluate(
    async ([wrong, right]) => {
      const code = async (work) => (await window.settled(work)).error?.code;
      const auth = window.createAuth(wrong);
      const first = window.createAuth(right);
      const second = window.createAuth({ ...right, clientId: 'another' });
      return [
        await code(auth.ready()),
        await code(auth.login()),
        await code(first.ready()),
        await code(second.ready()),
      ];
    },
    [{ ...visit.docspace(), scope: 'files:read' }, visit.docspace()],
  );
  assert.deepEqual(seen, ['config_unknown_key', 'config_unknown_key', undefined, 'config_conflict']);
});
