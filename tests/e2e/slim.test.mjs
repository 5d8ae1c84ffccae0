/** `docgate/slim`: the app brings the wasm; what does not fit is a typed error, and soon. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { served } from './support/doctor.mjs';
import { POLICY } from './support/page_server.mjs';
import { quickly } from './support/quickly.mjs';
import { scene, serves, step } from './support/scene.mjs';

const FILE = '/docgate/docgate.wasm';
const bundle = '/docgate/slim.js';
const wasm = readFileSync(new URL('../../pkg/dist/docgate.wasm', import.meta.url));

/** What becomes of `loadCore(FILE)` and of calls that wait for it. */
const attempt = (page, config) =>
  page.evaluate(
    async ([wanted, file]) => {
      const began = performance.now();
      const auth = window.createAuth(wanted);
      const ready = auth.ready();
      const loaded = await window.settled(window.docgate.loadCore(file));
      const outcome = await ready;
      const token = await window.settled(auth.getAccessToken());
      return { loaded, outcome: window.plain(outcome), token, quick: performance.now() - began < 1000 };
    },
    [config, FILE],
  );

for (const way of ['address', 'bytes', 'module', 'response']) {
  scene(`slim, wasm as ${way}: sign-in, call, reload`, async (_t, visit) => {
    const page = await visit.tab({ bundle, core: way, config: visit.docspace() });
    assert.equal((await visit.arrive(page, '/rooms/1')).status, 'signed-out');
    const outcome = await visit.signIn(page, { returnTo: '/rooms/42' });
    assert.deepEqual([outcome.status, outcome.returnTo], ['signed-in', '/rooms/42']);
    assert.equal(page.url(), `${visit.app}/rooms/42`);
    await visit.sandbox.exactly(1, { path: visit.path('docspace', 'token') });
    await page.reload();
    assert.equal((await visit.outcome(page)).via, 'stored');
    const status = await page.evaluate(async () => (await window.auth.fetch('/api/2.0/people/@self')).status);
    assert.equal(status, 200);
  });
}

scene(
  'slim, wasm served wrongly: a typed error within a second, and the right file afterwards works',
  async (t, visit) => {
    const altered = Buffer.from(wasm);
    altered[altered.length - 20] ^= 1;
    const cases = {
      'not there': { status: 404, headers: { 'content-type': 'text/plain' }, body: 'not found' },
      'as HTML, as a fallback of an app does': { headers: { 'content-type': 'text/html' }, body: '<!doctype html>' },
      'under another type': { headers: { 'content-type': 'application/octet-stream' } },
      truncated: { body: wasm.subarray(0, wasm.length >> 1) },
      'altered, or of another version': { body: altered },
      'not at all': null,
    };
    for (const [name, answer] of Object.entries(cases)) {
      await step(t, name, async (part) => {
        await quickly(async () => {
          const page = await visit.tab({ bundle });
          await visit.load(page, '/');
          const seen = await served({ answers: { [FILE]: answer } }, () => attempt(page, visit.docspace()));
          assert.deepEqual(
            [seen.loaded.error?.code, seen.outcome.status, seen.outcome.error?.code, seen.token.error?.code],
            ['wasm_not_loaded', 'failed', 'wasm_not_loaded', 'wasm_not_loaded'],
          );
          assert.match(seen.loaded.error.message, /'wasm-unsafe-eval'/);
          const again = await page.evaluate(
            async ([config, file]) => {
              await window.docgate.loadCore(file);
              return (await window.createAuth(config).ready()).status;
            },
            [visit.docspace(), FILE],
          );
          assert.equal(again, 'signed-out');
          await page.close();
          return seen.quick;
        });
        serves(part, 'R-161', `wasm ${name}: wasm_not_loaded within a second, and the app goes on`);
        if (name.startsWith('altered')) serves(part, 'A-34', 'another wasm than this version’s is not run');
        if (name.startsWith('as HTML')) serves(part, 'A-34', 'wasm as text/html: a typed error');
      });
    }
  },
);

scene('slim under a policy without wasm-unsafe-eval: the error names it', async (t, visit) => {
  visit.meant = /^script-src wasm-eval/;
  await served({ headers: { 'content-security-policy': POLICY.replace(" 'wasm-unsafe-eval'", '') } }, async () => {
    await quickly(async () => {
      const page = await visit.tab({ bundle });
      await visit.load(page, '/');
      const { loaded, outcome, quick } = await attempt(page, visit.docspace());
      assert.deepEqual([loaded.error?.code, outcome.error?.code], ['wasm_not_loaded', 'wasm_not_loaded']);
      assert.match(loaded.error.message, /'wasm-unsafe-eval'/);
      return quick;
    });
  });
  serves(t, 'R-161', 'slim without wasm-unsafe-eval: wasm_not_loaded within a second, naming the directive');
});

scene('slim: a module of something else is refused, and a module makes createAuth synchronous', async (_t, visit) => {
  const page = await visit.tab({ bundle });
  await visit.load(page, '/');
  const seen = await page.evaluate(
    async ([config, file]) => {
      const { loadCore } = window.docgate;
      await loadCore(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])));
      const early = window.createAuth(config);
      // Two that wait for the core, and the first one once more.
      window.createAuth({ ...config, redirectUri: '/elsewhere' });
      if (window.createAuth(config) !== early) throw new Error('another instance for the same config');
      const { code } = (await early.ready()).error;
      await loadCore(await WebAssembly.compileStreaming(fetch(file)));
      const { status } = await early.ready();
      let thrown;
      try {
        window.createAuth({ ...config, redirectUri: '/other', clientSecret: 'x' });
      } catch (error) {
        thrown = error.code;
      }
      return [code, status, thrown, window.docgate.wasmIntegrity.slice(0, 7)];
    },
    [visit.docspace(), FILE],
  );
  assert.deepEqual(seen, ['wasm_not_loaded', 'signed-out', 'config_secret', 'sha384-']);
});
