/** DocSpace with the secret at the relay: it renews for sixty days, which a page alone never can. */
import assert from 'node:assert/strict';
import { relayScene, serves } from './support/relay_scene.mjs';

const DAY = 86_400;
const ENDINGS = ['signed-out', 'expired', 'login-required', 'failed'];
const TOKEN = { method: 'POST', path: '/oauth2/token' };

const renewals = async (visit) =>
  (await visit.sandbox.requests(TOKEN)).filter(({ form }) => form.grant_type === 'refresh_token');

const status = (page) => page.evaluate(() => window.auth.snapshot().status);

/** It is now `days` after the beginning, in every page and at the portal. */
async function onDay(visit, days) {
  await visit.sandbox.advance((days - (visit.day ?? 0)) * DAY);
  visit.day = days;
  for (const page of visit.context.pages()) await page.clock.setSystemTime(Date.now() + days * DAY * 1000);
}

/** The endings that a page was told of; takes all of its events. */
const endings = (visit, page) => visit.taken(page, 'event').filter(({ type }) => ENDINGS.includes(type));

/** No store of the page's holds a refresh token, by name or by value. */
async function assertNoRefreshToken(visit, page) {
  const stored = await page.evaluate(async () =>
    JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie, await indexedDB.databases()]),
  );
  assert.ok(!/refresh_token(?!_expires)/.test(stored), stored);
  // What went over the wire to the page was looked at too.
  assert.deepEqual(visit.secrets.of('refresh token'), []);
  for (const { form } of await renewals(visit)) assert.ok(!stored.includes(form.refresh_token));
}

relayScene('fifty-nine days later, and again: renewed each time, with another refresh token', async (t, visit) => {
  const page = await visit.fresh(visit.relayedDocspace());
  const outcome = await visit.signIn(page, { returnTo: '/rooms/42' });
  assert.deepEqual([outcome.status, outcome.returnTo], ['signed-in', '/rooms/42'], JSON.stringify(outcome.error));
  const [exchange] = await visit.sandbox.exactly(1, TOKEN);
  assert.equal(exchange.headers.origin, undefined, 'the relay asks, not the page');
  assert.equal(typeof exchange.form.code_verifier, 'string');
  const tokens = [await visit.token(page)];
  for (const day of [59, 118]) {
    await onDay(visit, day);
    tokens.push(await visit.token(page));
    assert.equal((await visit.fetch(page, '/api/2.0/people/@self')).status, 200);
    await page.reload();
    assert.deepEqual([(await visit.outcome(page)).via, await visit.token(page)], ['stored', tokens.at(-1)]);
  }
  assert.equal(new Set(tokens).size, 3);
  const sent = (await renewals(visit)).map(({ form }) => form.refresh_token);
  assert.equal(sent.length, 2);
  assert.equal(new Set(sent).size, 2, 'rotated');
  await assertNoRefreshToken(visit, page);
  assert.deepEqual(endings(visit, page), []);
  serves(
    t,
    'R-150',
    'sixty days at a portal whose public clients cannot renew; the refresh token never leaves the relay',
  );
});

relayScene('two tabs and a renewal: once, and both have its token', async (t, visit) => {
  const config = visit.relayedDocspace();
  const first = await visit.signedIn(config);
  const second = await visit.tab({ config });
  assert.equal((await visit.arrive(second, '/2')).via, 'tab');
  for (const round of [1, 2, 3]) {
    await onDay(visit, round);
    const [one, other] = await Promise.all([first, second].map((page) => visit.token(page)));
    assert.equal(one, other);
    assert.equal((await renewals(visit)).length, round);
  }
  for (const page of [first, second]) assert.deepEqual(endings(visit, page), []);
  // The one cookie is both tabs': when the first is gone, the second renews.
  await first.close();
  await onDay(visit, 4);
  await visit.token(second);
  assert.deepEqual([...new Set((await renewals(visit)).map((entry) => entry.status))], [200]);
  serves(t, 'R-150', 'two tabs at one sealed session: one renewal each time, and no refresh token is sent twice');
});

relayScene('sixty days without a visit: one clean end, and one click signs in again', async (t, visit) => {
  const page = await visit.signedIn(visit.relayedDocspace());
  await onDay(visit, 61);
  for (const _ of [1, 2, 3]) {
    const { error } = await visit.call(page, 'getAccessToken');
    assert.equal(error.code, 'login_required', JSON.stringify(error));
  }
  assert.equal(await status(page), 'expired');
  assert.equal(endings(visit, page).length, 1);
  await page.reload();
  const outcome = await visit.outcome(page);
  assert.equal(outcome.status, 'signed-out', JSON.stringify(outcome));
  assert.ok((await renewals(visit)).length <= 1, 'no loop');
  assert.equal((await visit.signIn(page)).status, 'signed-in');
  serves(t, 'R-176', 'renewal through the relay ends after sixty days in one clean way to sign in again');
});

relayScene('somebody signs in as the same person elsewhere: one clean end here', async (t, visit) => {
  const page = await visit.signedIn(visit.relayedDocspace());
  const elsewhere = await visit.anotherBrowser();
  await elsewhere.signedIn(elsewhere.relayedDocspace());
  const mark = await visit.sandbox.mark();
  const answer = await visit.fetch(page, '/api/2.0/people/@self');
  assert.equal(answer.status ?? answer.error?.code, 401, JSON.stringify(answer));
  assert.equal(await status(page), 'expired');
  assert.deepEqual(
    endings(visit, page).map(({ type }) => type),
    ['login-required'],
  );
  assert.equal((await visit.call(page, 'getAccessToken')).error.code, 'login_required');
  const asked = (await visit.sandbox.requests(TOKEN)).filter(({ number }) => number > mark);
  assert.deepEqual(
    asked.map((entry) => entry.status),
    [400],
  );
  await visit.sandbox.nothingAfter(mark, { path: '/oauth2/authorize' });
  serves(t, 'R-176', 'an evicted session through the relay: one refused renewal, one clean end, no login by itself');
});

relayScene('with openid the ID token is checked in the page, on each renewal too', async (_t, visit) => {
  const page = await visit.fresh(visit.relayedDocspace({ scopes: ['openid', 'accounts.self:read'] }));
  const outcome = await visit.signIn(page);
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  const { value: before } = await visit.call(page, 'getIdToken');
  assert.equal(before.split('.').length, 3);
  await visit.token(page, { fresh: true });
  await visit.call(page, 'logout');
  await visit.sandbox.switches({ docspace: { id_token: { set: { azp: 'another-client' } } } });
  const refused = await visit.signIn(page, { retry: true });
  assert.deepEqual([refused.status, refused.error?.code], ['failed', 'id_token_invalid']);
});
