/** The strictest page that docgate promises to live with: nothing of it has to be loosened. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { POLICY } from './support/page_server.mjs';
import { scene, serves } from './support/scene.mjs';
import { opener } from './support/windows.mjs';

/** Counts what a strict page forbids, whether or not the policy would have let it through. */
function watchMakers() {
  window.made = [];
  const watch = (owner, name) => {
    const original = owner[name];
    owner[name] = new Proxy(original, {
      construct(target, given, self) {
        window.made.push(name);
        return Reflect.construct(target, given, self);
      },
      apply(target, self, given) {
        window.made.push(name);
        return Reflect.apply(target, self, given);
      },
    });
  };
  // Not `eval`, which the test driver uses; the policy refuses it, with a report.
  for (const name of ['Function', 'Worker', 'SharedWorker']) watch(window, name);
  watch(URL, 'createObjectURL');
  watch(window.trustedTypes ?? { createPolicy() {} }, 'createPolicy');
  watch(navigator.serviceWorker ?? { register() {} }, 'register');
}

test('the policy of every page here is the strict one', () => {
  for (const part of [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]) {
    assert.ok(POLICY.split('; ').includes(part), part);
  }
});

for (const provider of ['docspace', 'oidc']) {
  scene(`${provider}: redirect, renewal or expiry, sign-out under the strictest policy`, async (t, visit) => {
    const page = await visit.tab({ config: visit[provider]() });
    await page.addInitScript(watchMakers);
    await visit.arrive(page, '/rooms/1');
    assert.equal((await visit.signIn(page, { returnTo: '/rooms/42' })).status, 'signed-in');
    await page.reload();
    assert.equal((await visit.outcome(page)).via, 'stored');
    await page.evaluate(() => window.settled(window.auth.getAccessToken({ fresh: true })));
    await visit.call(page, 'logout', { provider: false });
    assert.deepEqual(await page.evaluate(() => window.made), []);
    assert.deepEqual(visit.violations, []);
    serves(t, 'R-160', `${provider}: no violation, no eval, no worker, no blob, no Trusted Types policy`);
    serves(t, 'R-162', `${provider}: no worker is made, so none needs a policy`);
  });
}

scene('a popup and a frame under the strictest policy', async (t, visit) => {
  const page = await opener(visit, { config: visit.oidc(), display: 'popup', at: '/rooms/1' });
  await visit.press(page);
  assert.equal((await visit.next(page, 'pressed')).error, undefined);
  const silent = await opener(visit, { config: visit.oidc(), display: 'iframe', at: '/rooms/2' });
  await silent.click('#press');
  assert.equal((await visit.next(silent, 'pressed')).error, undefined);
  assert.deepEqual(visit.violations, []);
  serves(t, 'R-160', 'popup and frame: no violation');
});
