/** What the browser and the page do not allow, each broken alone: exactly that is found. */
import assert from 'node:assert/strict';
import { CHECKS, check, diagnosed, judged, only, ready, served, waiting } from '../support/doctor.mjs';
import { POLICY } from '../support/page_server.mjs';
import { scene, step } from '../support/scene.mjs';

scene('doctor: a config that createAuth refuses', async (_t, visit) => {
  const page = await waiting(visit);
  const config = { ...visit.docspace(), clientSecret: 'planted-secret-value' };
  const { evidence, message } = only(await diagnosed(page, config), 'config_refused');
  assert.deepEqual([evidence.code, evidence.field], ['config_secret', 'clientSecret']);
  assert.match(message, /relay/);
  const report = await diagnosed(page, { ...visit.docspace(), redirectUri: 'https://other.example/callback' });
  assert.equal(only(report, 'config_refused').evidence.field, 'redirectUri');
  assert.equal(check(report, 'token-endpoint').status, 'skipped');
});

scene('doctor: what is no Auth, and a function that fails for reasons of its own', async (_t, visit) => {
  const page = await waiting(visit);
  const reports = await page.evaluate(() => {
    const { auth } = { auth: { login() {} } };
    const failing = () => {
      throw new TypeError('planted-secret-value');
    };
    const inherited = Object.create({ [Symbol.for('docgate.inspection')]: null });
    return Promise.all(
      [auth, null, undefined, 7, 'docspace', failing, () => undefined, inherited].map((it) => window.doctor(it)),
    );
  });
  for (const report of reports) {
    only(judged(report), 'auth_unknown');
    assert.ok(!JSON.stringify(report).includes('planted'));
  }
  assert.equal(reports[5].findings[0].evidence.given, 'TypeError');
  const disposed = await page.evaluate((config) => {
    const auth = window.createAuth(config);
    auth.dispose();
    return window.doctor(auth);
  }, visit.docspace());
  assert.equal(only(judged(disposed), 'auth_unknown').evidence.given, 'disposed');
});

scene('doctor: a policy without wasm-unsafe-eval', async (_t, visit) => {
  const policy = POLICY.replace(" 'wasm-unsafe-eval'", '');
  visit.meant = /^script-src wasm-eval/;
  await served({ headers: { 'content-security-policy': policy } }, async () => {
    const page = await waiting(visit);
    const report = await diagnosed(page, visit.docspace());
    only(report, 'wasm_refused');
    assert.ok(report.ok, 'docgate runs all the same');
    assert.equal(check(report, 'redirect-uri').status, 'passed');
  });
});

scene('doctor: a browser without WebAssembly', async (_t, visit) => {
  const page = await waiting(visit, { before: () => delete window.WebAssembly });
  only(await diagnosed(page, visit.docspace()), 'wasm_missing');
});

scene('doctor: neither WebAssembly nor the translation', async (_t, visit) => {
  const page = await waiting(visit, { before: () => delete window.WebAssembly });
  await page.route('**/docgate/translation.js', (route) => route.fulfill({ status: 404 }));
  const report = await diagnosed(page, visit.docspace());
  assert.equal(only(report, 'core_not_loaded', 'wasm_missing').evidence.code, 'wasm_refused');
  assert.equal(report.ok, false);
});

scene('doctor: plain http off loopback', async (_t, visit) => {
  const path = `http://insecure.test:${new URL(visit.app).port}/`;
  const page = await waiting(visit, { path });
  const config = { ...visit.docspace(), provider: { id: 'docspace', portal: 'https://docs.example.com' } };
  only(await diagnosed(page, config), 'insecure_context');
});

scene('doctor: a frame of another site', async (_t, visit) => {
  await visit.planAll({});
  const page = await visit.context.newPage();
  const arrived = page.waitForEvent('frameattached');
  await page.goto(`${visit.stranger}/frame?src=${encodeURIComponent(`${visit.app}/`)}`);
  const frame = await arrived;
  await frame.waitForURL(`${visit.app}/`);
  await frame.waitForFunction(() => window.loaded);
  await ready(frame);
  only(await diagnosed(frame, visit.docspace()), 'framed');
});

for (const [name, area] of [
  ['sessionStorage', 'session_storage'],
  ['localStorage', 'local_storage'],
]) {
  scene(`doctor: ${name} blocked`, async (_t, visit) => {
    const page = await waiting(visit);
    await page.evaluate((which) => {
      Object.defineProperty(window, which, {
        get() {
          throw new DOMException('planted', 'SecurityError');
        },
      });
    }, name);
    only(await diagnosed(page, visit.docspace()), `${area}_blocked`);
  });

  scene(`doctor: ${name} full`, async (_t, visit) => {
    const page = await waiting(visit);
    await page.evaluate((which) => {
      for (let size = 4 * 1024 * 1024; size >= 1; ) {
        try {
          window[which].setItem(`app:${Math.random()}`, 'x'.repeat(size));
        } catch {
          size = Math.floor(size / 2);
        }
      }
    }, name);
    const before = await page.evaluate((which) => Object.keys(window[which]).length, name);
    only(await diagnosed(page, visit.docspace()), `${area}_full`);
    assert.equal(await page.evaluate((which) => Object.keys(window[which]).length, name), before);
    await page.evaluate((which) => window[which].clear(), name);
    only(await diagnosed(page, visit.docspace()));
  });
}

scene('doctor: no Web Locks', async (_t, visit) => {
  const before = () => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
  only(await diagnosed(await waiting(visit, { before }), visit.docspace()), 'web_locks_missing');
});

scene('doctor: no BroadcastChannel', async (_t, visit) => {
  const page = await waiting(visit, { before: () => delete window.BroadcastChannel });
  only(await diagnosed(page, visit.docspace()), 'broadcast_channel_missing');
});

scene('doctor: a clock that is wrong', async (_t, visit) => {
  const page = await waiting(visit);
  for (const [minutes, direction] of [
    [10, 'ahead of'],
    [-10, 'behind'],
  ]) {
    await page.clock.setSystemTime(Date.now() + minutes * 60_000);
    const { evidence } = only(await diagnosed(page, visit.docspace()), 'clock_wrong');
    assert.equal(evidence.direction, direction);
    assert.ok(Math.abs(Number(evidence.seconds) - 600) < 60, evidence.seconds);
  }
  await page.clock.setSystemTime(Date.now() + 3 * 60_000);
  const patient = visit.docspace({ clockSkew: 300, redirectUri: '/callback/patient' });
  only(await diagnosed(page, patient));
  await page.clock.setSystemTime(Date.now());
  only(await diagnosed(page, visit.docspace()));
});

scene('doctor: a page that a cache has kept for a week says nothing of the clock', async (_t, visit) => {
  const date = new Date(Date.now() - 7 * 86_400_000).toUTCString();
  await served({ answers: { '/': { headers: { date } }, '/callback/docspace': { headers: { date } } } }, async () => {
    const page = await waiting(visit);
    only(await diagnosed(page, visit.docspace()));
    await served({ answers: { '/callback/docspace': { headers: { date, age: '604800' } } } }, async () => {
      only(await diagnosed(page, visit.docspace()));
    });
  });
});

scene('doctor: options that are none say nothing, and no timeout is no time at all', async (t, visit) => {
  const page = await waiting(visit);
  for (const [name, options] of Object.entries({
    null: null,
    Infinity: { timeout: Number.POSITIVE_INFINITY },
    NaN: { timeout: Number.NaN },
    'more than 31 bits': { timeout: 2 ** 31 },
    'a text': { timeout: '5' },
  })) {
    await step(t, name, async () => only(await diagnosed(page, visit.docspace(), { options })));
  }
  await step(t, 'nought and less are 1 ms, and the report comes', async () => {
    for (const timeout of [0, -1, Number.NEGATIVE_INFINITY]) {
      assert.equal((await diagnosed(page, visit.docspace(), { options: { timeout } })).checks.length, CHECKS.length);
    }
  });
});

scene('doctor: a check that the page breaks', async (_t, visit) => {
  const page = await waiting(visit);
  await page.evaluate(() => {
    Object.defineProperty(window, 'BroadcastChannel', {
      get() {
        throw new RangeError('planted');
      },
    });
  });
  const { evidence } = only(await diagnosed(page, visit.docspace()), 'check_unfinished');
  assert.deepEqual(evidence, { check: 'tabs', why: 'RangeError' });
});

scene('doctor: a page whose fetch never answers ends all the same', async (_t, visit) => {
  const page = await waiting(visit);
  await page.evaluate(() => {
    window.fetch = () => new Promise(() => {});
  });
  const report = await diagnosed(page, visit.docspace({ timeout: 1000 }), { options: { timeout: 500 } });
  const codes = new Set(report.findings.map(({ code }) => code));
  assert.ok(codes.has('redirect_uri_missing'), [...codes].join());
  assert.equal(report.ok, false);
});
