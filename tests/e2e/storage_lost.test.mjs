/**
 * Storage that a person clears, or that is full, while somebody is signed in in two tabs: never a sign-out, never a
 * refresh token sent twice. A missing shared record means unknown; who has the session writes it
 * again.
 */
import assert from 'node:assert/strict';
import { reuses } from './support/provider_control.mjs';
import { providerScene, serves } from './support/provider_scene.mjs';

const ENDINGS = ['signed-out', 'expired', 'login-required', 'failed'];

async function assertNoEnd(visit, pages) {
  for (const [index, page] of pages.entries()) {
    const told = visit.taken(page, 'event').map(({ type }) => type);
    assert.deepEqual(
      told.filter((type) => ENDINGS.includes(type)),
      [],
      `tab ${index + 1}`,
    );
  }
}

/** After an expiry everybody asks at once: one renewal more, one token. */
async function assertRenews(visit, pages, renewals) {
  await visit.later(pages);
  const answers = await Promise.all(pages.map((page) => visit.call(page, 'getAccessToken')));
  for (const { value, error } of answers) assert.equal(typeof value, 'string', error?.code);
  assert.equal(new Set(answers.map(({ value }) => value)).size, 1);
  const sent = await visit.control.renewals();
  assert.equal(sent.length, renewals);
  assert.equal(reuses(sent), 0);
}

for (const what of ['localStorage', 'localStorage and sessionStorage']) {
  providerScene(`${what} cleared in the middle of a session of two tabs: nothing is lost`, async (t, visit) => {
    serves(t, 'A-30', `${what} cleared during a session: both tabs stay signed in`);
    serves(t, 'R-086', `${what} cleared: still one renewal for both tabs`);
    const pages = await visit.tabs(2);
    const clear = (page) =>
      page.evaluate((names) => {
        const ahead = sessionStorage.getItem('test:ahead');
        for (const name of names) window[name].clear();
        if (ahead !== null) sessionStorage.setItem('test:ahead', ahead);
      }, what.split(' and '));
    await clear(pages[0]);
    await assertRenews(visit, pages, 1);
    await Promise.all(pages.map(clear));
    await assertRenews(visit, pages, 2);
    // What was renewed is stored again: a reload stays signed in.
    await pages[0].reload();
    assert.equal((await visit.outcome(pages[0])).status, 'signed-in');
    await assertRenews(visit, pages, 3);
    await assertNoEnd(visit, pages);
  });
}

providerScene('storage full at the renewal: the session goes on in memory, and says so', async (t, visit) => {
  serves(t, 'R-103', 'storage full at a renewal: the new token is used, degraded is told');
  serves(t, 'A-30', 'storage full during a session: no sign-out, no reuse');
  const pages = await visit.tabs(2);
  const [full] = pages;
  await full.evaluate(() => {
    window.setItem = Storage.prototype.setItem;
    Storage.prototype.setItem = function (name, value) {
      if (name.startsWith('docgate:')) throw new DOMException('full', 'QuotaExceededError');
      return window.setItem.call(this, name, value);
    };
  });
  await visit.later(pages);
  const { value, error } = await visit.call(full, 'getAccessToken');
  assert.equal(typeof value, 'string', error?.code);
  const told = await full.evaluate(() => window.auth.snapshot().status);
  assert.equal(told, 'signed-in');
  await assertRenews(visit, pages, 2);
  await full.evaluate(() => {
    Storage.prototype.setItem = window.setItem;
  });
  await assertRenews(visit, pages, 3);
  const events = visit.taken(full, 'event');
  assert.deepEqual(
    events.filter(({ type }) => ENDINGS.includes(type)),
    [],
  );
  assert.ok(
    events.some(({ type, reason }) => type === 'degraded' && reason === 'storage'),
    events.map(({ type }) => type).join(', '),
  );
  await assertNoEnd(visit, pages);
});
