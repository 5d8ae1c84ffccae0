/** Where WebAssembly is refused by the page's policy, or is not there at all, the translation of the same core signs in. */
import assert from 'node:assert/strict';
import { POLICY } from '../e2e/support/page_server.mjs';
import { scene } from './support/scene.mjs';

const WITHOUT = POLICY.replace(" 'wasm-unsafe-eval'", '');

/** A sign-in, an API call, a reload and a sign-out. */
async function life(visit) {
  assert.equal((await visit.arrive('/rooms/1')).status, 'signed-out');
  const outcome = await visit.signIn();
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  assert.equal(outcome.via, 'callback');
  assert.equal(await visit.url(), `${visit.app}/rooms/1`);
  assert.equal((await visit.perform('fetch', '/api/2.0/people/@self')).status, 200);
  await visit.sandbox.exactly(1, { method: 'POST', path: '/oauth2/token' });
  assert.equal((await visit.reload()).via, 'stored');
  assert.equal((await visit.call('logout')).error, undefined);
  assert.equal(await visit.perform('status'), 'signed-out');
  assert.ok(visit.loaded('/docgate/translation.js'), 'the translation was not loaded, so this shows nothing');
}

scene('a policy without wasm-unsafe-eval: a login works', async (t, visit) => {
  visit.plan({ config: visit.docspace() });
  await visit.under({ 'content-security-policy': WITHOUT }, () => life(visit));
  t.diagnostic(`told as: ${[...new Set(visit.violations)].join(', ') || 'nothing'}`);
  assert.ok(visit.violations.every((violation) => /^script-src .*wasm/.test(violation)));
  visit.forgive();
});

scene('no WebAssembly: a login works', async (_t, visit) => {
  visit.plan({ config: visit.docspace() }, 'delete window.WebAssembly;');
  await life(visit);
  assert.equal(await visit.perform('has', 'WebAssembly'), false);
});

scene('docgate/js under the policy without wasm-unsafe-eval: nothing has to be refused', async (_t, visit) => {
  visit.plan({ bundle: '/docgate/js.js', config: visit.docspace() });
  await visit.under({ 'content-security-policy': WITHOUT }, () => life(visit));
});
