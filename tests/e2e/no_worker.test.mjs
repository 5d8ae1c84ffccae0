/** docgate makes no worker, no frame that nobody asked for and no script, so nothing of it needs a Trusted Types policy. */
import assert from 'node:assert/strict';
import { scene, serves } from './support/scene.mjs';

/** Counts what a page makes; before any of its scripts. */
function counted() {
  window.made = [];
  for (const name of ['Worker', 'SharedWorker']) {
    const Real = window[name];
    window[name] = class extends Real {
      constructor(...given) {
        window.made.push(name);
        super(...given);
      }
    };
  }
  const { createObjectURL } = URL;
  URL.createObjectURL = (it) => {
    window.made.push('blob:');
    return createObjectURL.call(URL, it);
  };
  if (window.trustedTypes) {
    const { createPolicy } = window.trustedTypes;
    window.trustedTypes.createPolicy = function policy(name, ...rest) {
      window.made.push(`policy ${name}`);
      return createPolicy.call(this, name, ...rest);
    };
  }
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const { localName } of addedNodes) {
        if (['script', 'iframe', 'object', 'embed'].includes(localName) && document.readyState === 'complete') {
          window.made.push(localName);
        }
      }
    }
  }).observe(document, { childList: true, subtree: true });
}

scene('no worker, no blob: address, no policy: login, reload, token, API, sign-out', async (t, visit) => {
  const page = await visit.tab({ config: visit.oidc() });
  await page.addInitScript(counted);
  const made = [];
  const look = async () => made.push(...(await page.evaluate(() => window.made)));
  await visit.arrive(page, '/rooms/1');
  await look();
  await visit.enter(page);
  await look();
  await page.reload();
  assert.equal((await visit.outcome(page)).status, 'signed-in');
  assert.equal((await visit.call(page, 'getAccessToken')).error, undefined);
  assert.equal((await visit.call(page, 'logout', { provider: false })).error, undefined);
  await look();
  assert.deepEqual(made, []);
  // What is counted is counted.
  await page.evaluate(() => URL.createObjectURL(new Blob(['']))).then((url) => assert.match(url, /^blob:/));
  assert.deepEqual(await page.evaluate(() => window.made), ['blob:']);
  serves(t, 'R-162', 'no worker and no Trusted Types policy is made in the life of a session');
});
