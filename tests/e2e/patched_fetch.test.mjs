/** A page whose `fetch` was replaced before docgate came: typed outcomes, no trap, no hang, and the next login works. */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';

/**
 * Each is the text of an expression that makes the replacement; `genuine` is the browser's own.
 * [what, expression, codes that fit]
 */
const REPLACEMENTS = [
  ['rejects with a text', "() => Promise.reject('no')", ['network']],
  ['rejects with nothing', '() => Promise.reject()', ['network']],
  ['rejects with a number', '() => Promise.reject(42)', ['network']],
  ['rejects with null', '() => Promise.reject(null)', ['network']],
  [
    'rejects with an object whose members throw',
    '() => Promise.reject({ get name() { throw 1; }, get message() { throw 2; }, toString() { throw 3; } })',
    ['network'],
  ],
  ['throws at once', "() => { throw new TypeError('no'); }", ['network']],
  ['throws a text at once', "() => { throw 'no'; }", ['network']],
  ['gives no promise', '() => 7', ['network', 'response_invalid']],
  ['gives undefined', '() => undefined', ['network', 'response_invalid']],
  ['resolves with undefined', '() => Promise.resolve()', ['network', 'response_invalid']],
  ['resolves with a text', "() => Promise.resolve('Response')", ['network', 'response_invalid']],
  ['resolves with an empty object', '() => Promise.resolve({})', ['network', 'response_invalid', 'http_status']],
  [
    'resolves with an object without a prototype',
    '() => Promise.resolve(Object.create(null))',
    ['network', 'response_invalid', 'http_status'],
  ],
  [
    'resolves with a foreign thing of status 200',
    '() => Promise.resolve({ ok: true, status: 200, headers: {}, json: async () => ({}) })',
    ['network', 'response_invalid'],
  ],
  [
    'resolves with a status that throws',
    '() => Promise.resolve({ get status() { throw 1; } })',
    ['network', 'response_invalid'],
  ],
  [
    'resolves with a proxy that throws',
    "() => Promise.resolve(new Proxy({}, { get(_, key) { if (key === 'then') return undefined; throw 1; } }))",
    ['network', 'response_invalid'],
  ],
  [
    'gives a body that was read already',
    'async (...a) => { const r = await genuine(...a); await r.text(); return r; }',
    ['network', 'response_invalid'],
  ],
  [
    'gives a body of numbers',
    "async () => new Response(new ReadableStream({ start(c) { c.enqueue(5); c.close(); } }), { headers: { 'content-type': 'application/json' } })",
    ['network', 'response_invalid'],
  ],
  [
    'gives a body that breaks off',
    "async () => new Response(new ReadableStream({ start(c) { c.error('broken'); } }), { headers: { 'content-type': 'application/json' } })",
    ['network', 'response_invalid'],
  ],
  [
    'gives a locked body',
    'async (...a) => { const r = await genuine(...a); r.body.getReader(); return r; }',
    ['network', 'response_invalid'],
  ],
  ['never settles', '() => new Promise(() => {})', ['timeout']],
  [
    'gives a body that never ends',
    "async () => new Response(new ReadableStream({}), { headers: { 'content-type': 'application/json' } })",
    ['timeout'],
  ],
];

/** Before anything else runs, `fetch` asks `window.replacement` whether it should be somebody else. */
async function patched(page) {
  await page.addInitScript(() => {
    const genuine = window.fetch.bind(window);
    window.replacement = null;
    window.fetch = (...values) => (window.replacement ?? genuine)(...values);
    window.genuine = genuine;
  });
}

scene('whatever a patched fetch does: a typed outcome within the deadline', async (t, visit) => {
  const page = await visit.tab({ config: visit.docspace({ timeout: 2000 }) });
  await patched(page);
  await visit.arrive(page);
  for (const [what, expression, codes] of REPLACEMENTS) {
    await step(t, `fetch ${what}`, async (part) => {
      serves(part, 'R-165', `fetch ${what}: no trap, a typed outcome`);
      const callback = await visit.callback(page, { retry: true });
      await page.evaluate(`{ const genuine = window.genuine; window.replacement = ${expression}; }`);
      const start = Date.now();
      const { value: outcome, error } = await visit.call(page, 'complete', callback.href);
      await page.evaluate(() => {
        window.replacement = null;
      });
      assert.equal(error, undefined, `complete() rejected: ${error?.code}`);
      assert.equal(outcome.status, 'failed');
      assert.ok(codes.includes(outcome.error.code), outcome.error.code);
      assert.ok(Date.now() - start < 6000, `took ${Date.now() - start} ms`);
    });
  }
  assert.equal((await visit.signIn(page, { retry: true })).status, 'signed-in');
});

scene('a fetch that answers from another realm is understood', async (t, visit) => {
  serves(t, 'R-165', 'a Response of another realm is judged by its shape');
  const page = await visit.tab({ config: visit.docspace({ timeout: 6000 }) });
  await patched(page);
  await visit.arrive(page);
  const callback = await visit.callback(page);
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = 'about:blank';
    document.body.append(frame);
    window.replacement = async (...values) => {
      const answer = await window.genuine(...values);
      const foreign = document.querySelector('iframe').contentWindow;
      return new foreign.Response(await answer.text(), { status: answer.status, headers: answer.headers });
    };
  });
  const { value: outcome } = await visit.call(page, 'complete', callback.href);
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
});

scene('getRandomValues that is missing or throws: no login starts', async (t, visit) => {
  serves(t, 'R-011', 'no randomness: an error before anything is stored or opened');
  for (const kind of ['throws', 'is missing']) {
    const page = await visit.tab({ config: visit.docspace(), calls: [['ready'], ['login', { retry: true }]] });
    await page.addInitScript((how) => {
      const broken =
        how === 'throws'
          ? () => {
              throw new Error('no entropy');
            }
          : undefined;
      Object.defineProperty(Crypto.prototype, 'getRandomValues', { value: broken });
    }, kind);
    const mark = await visit.sandbox.mark();
    await visit.arrive(page, '/rooms/1');
    const { error } = await visit.next(page, 'result');
    assert.equal(error?.code, 'entropy_unavailable', kind);
    assert.equal(page.url(), `${visit.app}/rooms/1`);
    await visit.sandbox.nothingAfter(mark);
  }
});
