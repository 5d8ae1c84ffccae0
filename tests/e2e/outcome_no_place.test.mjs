/** Design, section 3: framed by another site, or storage blocked. */
import assert from 'node:assert/strict';
import { scene, serves } from './support/scene.mjs';

/** Opens `address` in a frame of a page of `origin`. */
async function framed(visit, page, origin, address, restrictions = null) {
  const query = new URLSearchParams({ src: address, ...(restrictions === null ? {} : { sandbox: restrictions }) });
  await page.goto(`${origin}/frame?${query}`);
  return await visit.outcome(page);
}

scene('framed by another site: failed, and nothing is read or sent', async (t, visit) => {
  serves(t, 'R-033', 'ready() refuses in a foreign frame');
  serves(t, 'A-41', 'a framed app signs nobody in');
  const page = await visit.tab({ config: visit.docspace() });
  const mark = await visit.sandbox.mark();
  const outcome = await framed(visit, page, visit.stranger, `${visit.app}/rooms/1?x=1`);
  assert.equal(outcome.status, 'failed');
  assert.equal(outcome.error.code, 'framed');
  assert.equal(page.frames()[1].url(), `${visit.app}/rooms/1?x=1`);
  await visit.sandbox.nothingAfter(mark);
});

scene('a callback framed by another site is not used, and works afterwards where it belongs', async (t, visit) => {
  serves(t, 'R-033', 'a callback in a foreign frame is refused');
  serves(t, 'A-41', 'a framed callback sends nothing');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page);
  const callback = await visit.callback(page);
  const mark = await visit.sandbox.mark();
  const outcome = await framed(visit, page, visit.stranger, callback.href);
  assert.equal(outcome.error.code, 'framed');
  assert.equal(page.frames()[1].url(), callback.href);
  await visit.sandbox.nothingAfter(mark);
  assert.equal((await visit.arrive(page, callback.href)).status, 'signed-in');
});

scene('framed by another site, login() never navigates', async (t, visit) => {
  serves(t, 'A-41', 'login() in a foreign frame rejects');
  const page = await visit.tab({ config: visit.docspace(), calls: [['ready'], ['login', { retry: true }]] });
  const mark = await visit.sandbox.mark();
  await framed(visit, page, visit.stranger, `${visit.app}/`);
  const login = await visit.next(page, 'result');
  assert.equal(login.error.code, 'framed');
  await visit.sandbox.nothingAfter(mark);
});

scene('a sandboxed frame without an origin has no storage: a typed failure', async (t, visit) => {
  serves(t, 'R-103', 'storage that throws: a typed error before any redirect');
  serves(t, 'A-30', 'a sandboxed frame: typed failure');
  const page = await visit.tab({ config: visit.docspace(), calls: [['ready'], ['login', { retry: true }]] });
  const mark = await visit.sandbox.mark();
  const outcome = await framed(visit, page, visit.app, `${visit.app}/`, 'allow-scripts');
  assert.equal(outcome.status, 'failed');
  assert.ok(['storage_unavailable', 'framed'].includes(outcome.error.code), outcome.error.code);
  const login = await visit.next(page, 'result');
  assert.equal(login.error.code, outcome.error.code);
  await visit.sandbox.nothingAfter(mark);
});

scene(
  'sessionStorage that throws when it is named: storage_unavailable, and login() never leaves the page',
  async (t, visit) => {
    serves(t, 'R-103', 'a throwing accessor: a typed error, the login does not start');
    serves(t, 'A-30', 'disabled storage: typed failure');
    const page = await visit.tab({ config: visit.docspace(), calls: [['ready'], ['login', { retry: true }]] });
    await page.addInitScript(() => {
      for (const name of ['sessionStorage', 'localStorage']) {
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('denied', 'SecurityError');
          },
        });
      }
    });
    const mark = await visit.sandbox.mark();
    const outcome = await visit.arrive(page, '/rooms/1?x=1');
    assert.equal(outcome.status, 'failed');
    assert.equal(outcome.error.code, 'storage_unavailable');
    assert.equal(page.url(), `${visit.app}/rooms/1?x=1`);
    const login = await visit.next(page, 'result');
    assert.equal(login.error.code, 'storage_unavailable');
    await visit.sandbox.nothingAfter(mark);
  },
);

scene('an app framed by its own origin works', async (t, visit) => {
  serves(t, 'R-033', 'only foreign frames are refused');
  const page = await visit.tab({ config: visit.docspace() });
  const outcome = await framed(visit, page, visit.app, `${visit.app}/rooms/1`);
  assert.equal(outcome.status, 'signed-out');
});
