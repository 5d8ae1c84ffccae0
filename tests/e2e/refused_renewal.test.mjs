/**
 * Renewals that the server refuses for good: an answer that was lost after the rotation, a refresh token that
 * somebody stole and used, one whose life is over. Each ends in one clean `login-required` in every tab,
 * without a loop, and a click signs in again.
 */
import assert from 'node:assert/strict';
import { reuses } from './support/provider_control.mjs';
import { LIFE, providerScene } from './support/provider_scene.mjs';
import { refreshToken, replayed } from './support/provider_tokens.mjs';
import { scene, serves } from './support/scene.mjs';

const ENDINGS = ['signed-out', 'expired', 'login-required', 'failed'];

/** Every tab was told once that a login is needed, shows it, and says so to whoever asks. */
async function assertLoginRequired(visit, pages) {
  for (const [index, page] of pages.entries()) {
    const where = `tab ${index + 1}`;
    for (let call = 0; call < 5; call += 1) {
      assert.equal((await visit.call(page, 'getAccessToken')).error?.code, 'login_required', where);
    }
    const told = visit.taken(page, 'event').map(({ type }) => type);
    assert.deepEqual(
      told.filter((type) => ENDINGS.includes(type)),
      ['login-required'],
      where,
    );
    assert.equal(await page.evaluate(() => window.auth.snapshot().status), 'expired', where);
  }
}

/** A click in the first tab signs all of them in again. */
async function assertClickSignsIn(visit, [page, ...others]) {
  assert.equal((await visit.clickIn(page)).status, 'signed-in');
  for (const other of others) assert.deepEqual((await visit.event(other, 'signed-in')).before, []);
  await assertTokens(visit, [page, ...others]);
}

async function assertTokens(visit, pages) {
  for (const [index, page] of pages.entries()) {
    const { value, error } = await visit.call(page, 'getAccessToken');
    assert.equal(typeof value, 'string', `tab ${index + 1}: ${error?.code}`);
  }
}

providerScene(
  'the answer to a renewal is lost after the rotation: one login-required in both tabs',
  async (t, visit) => {
    serves(t, 'A-36', 'connection cut after the rotation: one login-required in every tab, no loop');
    serves(t, 'R-089', 'a refused renewal ends the session once');
    const pages = await visit.tabs(2);
    const [page] = pages;
    await visit.later(pages);
    await visit.control.hold('after');
    const first = visit.call(page, 'getAccessToken');
    await visit.control.waiting('after');
    await visit.control.release({ cut: true });
    assert.equal((await first).error?.code, 'network');
    assert.equal(await page.evaluate(() => window.auth.snapshot().status), 'signed-in');
    // Ends the wait before the next try.
    for (const each of pages) await each.evaluate(() => void dispatchEvent(new Event('online')));
    await assertLoginRequired(visit, pages);
    const sent = await visit.control.renewals();
    assert.ok(sent.length <= 2, `${sent.length - 1} further renewals`);
    await assertClickSignsIn(visit, pages);
  },
);

providerScene('a stolen refresh token is used: the family ends, one login-required in every tab', async (t, visit) => {
  serves(t, 'A-37', 'an old refresh token reused by somebody else: one login-required in each of three tabs');
  const pages = await visit.tabs(3);
  const [page] = pages;
  const stolen = await refreshToken(page);
  await visit.later(pages);
  await assertTokens(visit, pages);
  assert.equal(await replayed(visit, stolen), 'invalid_grant');
  const before = await visit.control.renewals();
  assert.equal(reuses(before), 1, 'the server did not see the theft');
  for (const each of pages) visit.taken(each, 'event');
  await visit.later(pages);
  await assertLoginRequired(visit, pages);
  const sent = await visit.control.renewals();
  assert.equal(sent.length, before.length + 1, 'the dead family was asked more than once');
  await assertClickSignsIn(visit, pages);
});

scene('a refresh token whose life is over: one refusal, one login-required, and a click', async (t, visit) => {
  serves(t, 'R-094', 'a refresh token of fixed life ends in one login-required, not in a loop');
  serves(t, 'R-089', 'invalid_grant: one request, one event');
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always', refresh_token_lifetime: 24 * LIFE } });
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/rooms/1');
  await visit.enter(page);
  visit.taken(page, 'event');
  await visit.later(page, 25 * LIFE * 1000);
  const mark = await visit.sandbox.mark();
  await assertLoginRequired(visit, [page]);
  const sent = await visit.sandbox.requests({ method: 'POST', path: visit.path('oidc', 'token') });
  assert.equal(sent.filter(({ number }) => number > mark).length, 1);
  await page.reload();
  assert.equal((await visit.outcome(page)).status, 'signed-out');
  assert.equal((await visit.signIn(page)).status, 'signed-in');
  await assertTokens(visit, [page]);
});
