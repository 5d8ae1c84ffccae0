/** A trap inside the wasm, forced by a build that has an export for it: nothing hangs, nothing is lost. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { scene, serves } from './support/scene.mjs';

const bundle = '/docgate-trap/index.js';
const built = existsSync(fileURLToPath(new URL('../../target/trap/index.js', import.meta.url)));
assert.ok(built, 'build the bundle with the trap first: node tools/build.mjs --trap');

async function signedIn(visit, changes = {}) {
  const page = await visit.tab({ bundle, config: visit.docspace(changes) });
  await visit.arrive(page, '/rooms/1');
  const { status, session } = await visit.enter(page);
  assert.equal(status, 'signed-in');
  return { page, session };
}

for (const way of ['trap', 'trapLater']) {
  scene(`${way}: calls in flight reject, the next call works, the session is there`, async (t, visit) => {
    serves(t, 'R-165', `${way}: pending calls reject with internal_error, the next call works`);
    serves(t, 'R-034', `${way}: no call stays pending for ever`);
    const { page, session } = await signedIn(visit);
    await visit.sandbox.switches({ docspace: { api_fault: { kind: 'hang' } } });
    const trapped = await page.evaluate(async (name) => {
      const { auth } = window;
      const hanging = [window.settled(auth.fetch('/api/2.0/people/@self')), window.settled(auth.fetchProfile())];
      const after = (time, value) => new Promise((resolve) => setTimeout(resolve, time, value));
      await after(100);
      let thrown = null;
      try {
        await Promise.race([window.docgate[name](), after(500)]);
      } catch (error) {
        thrown = error?.code ?? String(error);
      }
      const results = await Promise.race([Promise.all(hanging), after(1000, 'still pending')]);
      return { thrown, results };
    }, way);
    assert.ok([null, 'internal_error'].includes(trapped.thrown), trapped.thrown);
    assert.deepEqual(
      Array.from(trapped.results, ({ error }) => error?.code),
      ['internal_error', 'internal_error'],
    );
    for (const { error } of trapped.results) {
      assert.match(error.build, /^\d+\.\d+\.\d+\+[0-9a-f]{8}$/);
      assert.ok(error.message.endsWith(`[${error.build}]`), error.message);
    }
    await visit.sandbox.switches({ docspace: { api_fault: null } });
    const seen = await page.evaluate(async () => {
      const { auth } = window;
      const token = await window.settled(auth.getAccessToken());
      const outcome = await window.settled(auth.ready());
      // Another address than the hanging one: the browser's cache would wait for that.
      const answer = await auth.fetch('/api/2.0/people/@self?after');
      return {
        token: typeof token.value,
        outcome: outcome.value?.status,
        answer: answer.status,
        user: auth.session?.user.id,
        snapshot: auth.snapshot().status,
      };
    });
    assert.deepEqual(seen, {
      token: 'string',
      outcome: 'signed-in',
      answer: 200,
      user: session.user.id,
      snapshot: 'signed-in',
    });
    await visit.sandbox.exactly(1, { path: visit.path('docspace', 'token') });
    await page.reload();
    assert.equal((await visit.outcome(page)).status, 'signed-in');
  });
}

scene('a trap in the middle of the token request: internal_error, and the next login works', async (t, visit) => {
  serves(t, 'R-165', 'a trap in the middle of ready(): it settles, and login works');
  serves(t, 'R-034', 'a trap in the middle of a callback leaves no stuck flag');
  const page = await visit.tab({ bundle, config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  const callback = await visit.callback(page, { returnTo: '/rooms/1' });
  await visit.replan(page, { bundle });
  await visit.load(page, callback.href);
  const seen = await page.evaluate(async (config) => {
    const genuine = window.fetch;
    const answered = Promise.withResolvers();
    const held = Promise.withResolvers();
    window.fetch = async (...given) => {
      const answer = await genuine(...given);
      if (answer.url.endsWith('/token')) {
        answered.resolve();
        await held.promise;
      }
      return answer;
    };
    window.auth = window.make(config);
    const running = window.settled(window.auth.ready());
    await answered.promise;
    try {
      window.docgate.trap();
    } catch {}
    // Sooner than the deadline of the request, whose answer comes when nobody waits for it any more.
    const first = await Promise.race([running, new Promise((resolve) => setTimeout(resolve, 3000, 'pending'))]);
    held.resolve();
    const second = await window.settled(window.auth.ready());
    return { first, second };
  }, visit.docspace());
  assert.notEqual(seen.first, 'pending');
  assert.equal(seen.first.error?.code ?? seen.first.value?.error?.code, 'internal_error', JSON.stringify(seen.first));
  assert.ok(['failed', 'signed-out'].includes(seen.second.value?.status), JSON.stringify(seen.second));
  await visit.replan(page, { bundle, config: visit.docspace() });
  await page.evaluate(() => setTimeout(() => void window.settled(window.auth.login({ retry: true }))));
  assert.equal((await visit.outcome(page)).status, 'signed-in');
});

scene('fifty traps in a row, and the other client on the page lives on', async (t, visit) => {
  serves(t, 'R-165', 'after each of fifty traps the next call works, for every instance on the page');
  const { page } = await signedIn(visit);
  const seen = await page.evaluate(async (config) => {
    const other = window.make(config);
    await other.ready();
    const failures = [];
    for (let index = 0; index < 50; index += 1) {
      try {
        window.docgate.trap();
        failures.push('it did not trap');
      } catch {}
      const token = await window.settled(window.auth.getAccessToken());
      if (typeof token.value !== 'string') failures.push(token.error?.code);
      const outcome = await window.settled(other.ready());
      if (outcome.value?.status !== 'signed-out') failures.push(JSON.stringify(outcome));
    }
    return failures;
  }, visit.oidc());
  assert.deepEqual(seen, []);
});

scene('a trap while a renewal is on its way: its lock is free, and the next call renews', async (t, visit) => {
  serves(t, 'R-165', 'a trap under the lock of a renewal: no tab waits for a dead instance');
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
  const config = visit.oidc({ timeout: 8000 });
  const page = await visit.tab({ bundle, config });
  await visit.arrive(page, '/rooms/1');
  assert.equal((await visit.enter(page)).status, 'signed-in');
  const other = await visit.tab({ bundle, config });
  assert.equal((await visit.arrive(other, '/rooms/2')).status, 'signed-in');
  const held = () =>
    page.evaluate(async () => (await navigator.locks.query()).held.filter(({ mode }) => mode === 'exclusive'));
  assert.deepEqual(await held(), []);

  await visit.sandbox.switches({ oidc: { token_fault: { kind: 'hang' } } });
  const running = page.evaluate(() => window.settled(window.auth.getAccessToken({ fresh: true })));
  const path = visit.path('oidc', 'token');
  while ((await visit.sandbox.requests({ method: 'POST', path })).length < 2) await page.waitForTimeout(20);
  assert.equal((await held()).length, 1, 'the renewal has its lock');
  await page.evaluate(() => {
    try {
      window.docgate.trap();
    } catch {}
  });
  assert.equal((await running).error?.code, 'internal_error');
  await page.waitForFunction(async () =>
    (await navigator.locks.query()).held.every(({ mode }) => mode !== 'exclusive'),
  );
  await visit.sandbox.switches({ oidc: { token_fault: null } });
  for (const tab of [page, other]) {
    const { value, error } = await visit.call(tab, 'getAccessToken', { fresh: true });
    assert.equal(typeof value, 'string', error?.code);
  }
});
