/** Storage that is full, emptied, or tampered with: as if absent, no trap, and the next login works. */
import assert from 'node:assert/strict';
import { scene, serves } from './support/scene.mjs';

/** How each record is damaged: `(text, step) → text`. Run in the page. */
const DAMAGE = {
  'a flipped bit': (text, step) => {
    const at = Math.floor((text.length * (step + 0.5)) / 8);
    return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
  },
  'a truncated end': (text, step) => text.slice(0, Math.floor((text.length * step) / 8)),
  'another version': (text, step) =>
    text.replace(/"v":\s*\d+/, `"v":${[0, 2, 99, -1, '"1"', null, '1.5', '[]'][step]}`),
  'something else': (_text, step) => ['', 'null', '[]', '{}', '"x"', '7', '<html>', '{"v":1}'][step],
  'wrong types': (text, step) =>
    text.replaceAll(/:"[^"]*"/g, [':1', ':null', ':[]', ':{}', ':true', ':""', ':-1', ':1e308'][step]),
  'five megabytes': (text, step) =>
    step === 0 ? `${text.slice(0, -1)},"x":"${'a'.repeat(5_000_000 - 2 * text.length)}"}` : text.slice(0, -1),
};

/** Eight forms of each kind, fewer where they are alike. */
const STEPS = {
  'a flipped bit': 8,
  'a truncated end': 4,
  'another version': 4,
  'something else': 4,
  'wrong types': 4,
  'five megabytes': 1,
};

/** Damages every record of docgate in both stores with step `step` of `kind`; gives back the keys. */
async function damage(page, kind, step) {
  return await page.evaluate(
    ([source, number]) => {
      // The policy forbids eval in the page; the driver may define functions.
      const change = window.damages[source];
      const keys = [];
      for (const store of [sessionStorage, localStorage]) {
        for (const key of Object.keys(store)) {
          if (!key.startsWith('docgate')) continue;
          const text = change(store.getItem(key), number);
          try {
            store.setItem(key, text);
            keys.push(key);
          } catch {
            store.removeItem(key);
          }
        }
      }
      return keys;
    },
    [kind, step],
  );
}

async function bringDamages(page) {
  const entries = Object.entries(DAMAGE).map(([name, change]) => `${JSON.stringify(name)}: ${change}`);
  await page.addInitScript({ content: `window.damages = {${entries.join(',')}};` });
}

for (const kind of Object.keys(DAMAGE)) {
  scene(`a stored session with ${kind}: signed in as before or signed out, never stuck`, async (t, visit) => {
    serves(t, 'R-102', `session record with ${kind}: as if absent`);
    serves(t, 'A-31', `${kind} in the session: no trap, next login works`);
    const page = await visit.tab({ config: visit.docspace() });
    await bringDamages(page);
    await visit.arrive(page, '/rooms/1');
    const { session } = await visit.enter(page);
    const good = await page.evaluate(() => [{ ...sessionStorage }, { ...localStorage }]);
    for (let step = 0; step < STEPS[kind]; step += 1) {
      const keys = await damage(page, kind, step);
      assert.ok(keys.length >= 1, 'there was something to damage');
      await page.reload();
      const outcome = await visit.outcome(page);
      if (outcome.status === 'signed-in') {
        assert.deepEqual(Object.keys(outcome.session), Object.keys(session));
        assert.equal(outcome.session.apiBase, session.apiBase, 'never another API base');
      } else {
        assert.equal(outcome.status, 'signed-out', JSON.stringify(outcome.error));
      }
      await page.evaluate(([tab, all]) => {
        for (const [key, value] of Object.entries(tab)) sessionStorage.setItem(key, value);
        for (const [key, value] of Object.entries(all)) localStorage.setItem(key, value);
      }, good);
    }
    await damage(page, kind, 0);
    await page.reload();
    if ((await visit.outcome(page)).status !== 'signed-in') {
      assert.equal((await visit.enter(page)).status, 'signed-in');
    }
  });

  scene(
    `a pending login with ${kind}: no session, nothing sent to a wrong place, and the next login works`,
    async (t, visit) => {
      serves(t, 'R-102', `pending login with ${kind}: as if absent`);
      serves(t, 'A-31', `${kind} in the pending login: typed outcome`);
      const page = await visit.tab({ config: visit.docspace() });
      await bringDamages(page);
      await visit.arrive(page, '/rooms/1');
      for (let step = 0; step < STEPS[kind]; step += 1) {
        const callback = await visit.callback(page, { returnTo: '/rooms/1', retry: true });
        await damage(page, kind, step);
        const outcome = await visit.arrive(page, callback.href);
        assert.ok(['failed', 'signed-in'].includes(outcome.status), JSON.stringify(outcome));
        assert.ok(new URL(page.url()).origin === visit.app);
        if (outcome.status === 'signed-in') await visit.call(page, 'logout');
        await page.evaluate(() => {
          sessionStorage.clear();
          localStorage.clear();
        });
        await visit.arrive(page, '/rooms/1');
      }
      await visit.sandbox.exactly(0, { double: 'evil' });
      assert.equal((await visit.enter(page)).status, 'signed-in');
    },
  );
}

scene('a full sessionStorage: login() says so and does not leave; once there is room it works', async (t, visit) => {
  serves(t, 'R-103', 'quota exceeded before the redirect: the login does not start');
  serves(t, 'A-30', 'storage full: typed error');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  await page.evaluate(() => {
    let piece = 'a'.repeat(1_000_000);
    for (let index = 0; piece.length > 0; index += 1) {
      try {
        sessionStorage.setItem(`filler ${index}`, piece);
      } catch {
        piece = piece.slice(0, Math.floor(piece.length / 2));
      }
    }
  });
  const mark = await visit.sandbox.mark();
  const { error } = await visit.call(page, 'login');
  assert.equal(error?.code, 'storage_full');
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  await visit.sandbox.nothingAfter(mark);
  await page.evaluate(() => sessionStorage.clear());
  assert.equal((await visit.enter(page)).status, 'signed-in');
});

scene('storage that is full after the login: signed in all the same, without a record', async (t, visit) => {
  serves(t, 'R-103', 'quota exceeded after the login: the session goes on in memory');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  const callback = await visit.callback(page);
  await page.addInitScript(() => {
    const genuine = Storage.prototype.setItem;
    Storage.prototype.setItem = function setItem(key, value) {
      if (value.includes('access_token')) throw new DOMException('full', 'QuotaExceededError');
      return genuine.call(this, key, value);
    };
  });
  const outcome = await visit.arrive(page, callback.href);
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  const status = await page.evaluate(async () => (await window.auth.fetch('/api/2.0/people/@self')).status);
  assert.equal(status, 200);
});

scene('storage that was emptied in the middle of a login: pending_login_missing', async (t, visit) => {
  serves(t, 'A-30', 'storage cleared during the login: typed, recoverable');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  const callback = await visit.callback(page);
  await page.evaluate(() => sessionStorage.clear());
  const mark = await visit.sandbox.mark();
  const outcome = await visit.arrive(page, callback.href);
  assert.equal(outcome.error.code, 'pending_login_missing');
  await visit.sandbox.nothingAfter(mark);
  assert.equal((await visit.enter(page)).status, 'signed-in');
});

scene('an emptied localStorage is no sign-out', async (_t, visit) => {
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  await visit.enter(page);
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  assert.equal((await visit.outcome(page)).status, 'signed-in');
});

scene('localStorage holds no secret, and little', async (t, visit) => {
  serves(t, 'R-101', 'localStorage after login, reload and logout: no token, code, verifier, nonce or state');
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page);
  const callback = await visit.callback(page);
  const during = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  assert.ok(!during.includes(callback.searchParams.get('state')));
  await visit.arrive(page, callback.href);
  const after = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  assert.ok(!after.includes(callback.searchParams.get('state')));
  assert.ok(after.length < 5000, `${after.length} characters`);
});
