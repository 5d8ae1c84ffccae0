/**
 * The real server changes its keys: between two logins, in the middle of one, before a renewal. Keys come with each token,
 * so that no set grows old here; one that a token has overtaken is fetched once more, and not again within half a minute in
 * any tab (R-065; OpenID Connect Core 1.0, section 10.1.1).
 */
import assert from 'node:assert/strict';
import { fallBehind } from './support/late_record.mjs';
import { providerScene, serves } from './support/provider_scene.mjs';
import { accessToken, idToken, isGenuine, shownKeys, takenApart } from './support/provider_tokens.mjs';

const kid = (token) => takenApart(token).header.kid;
const fetches = async (visit) => (await visit.control.requests('GET', '/jwks')).length;

/** A login whose code is sent, and whose keys are answered, before the server has other keys. */
async function loginAcrossChange(visit, page, { keep = false } = {}) {
  const callback = await visit.callback(page, { retry: true });
  // The keys that an earlier login fetched are in the log as well.
  await visit.control.forget();
  await visit.control.hold('before');
  const arriving = visit.arrive(page, callback.href);
  await visit.control.waiting('before');
  await visit.control.answered('GET', '/jwks');
  await visit.control.changeKeys({ keep });
  await visit.control.release();
  return await arriving;
}

async function open(visit) {
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/rooms/1');
  await visit.control.forget();
  return page;
}

for (const keep of [true, false]) {
  const before = keep ? 'still shown' : 'gone';
  providerScene(
    `new keys between two logins, the ones before ${before}: one fetch for each login`,
    async (t, visit) => {
      serves(t, 'R-065', `keys changed between logins, old ones ${before}: fetched with the token, no second fetch`);
      const page = await open(visit);
      await visit.enter(page);
      const first = await idToken(visit, page);
      await visit.control.changeKeys({ keep });
      await visit.control.forget();
      await visit.call(page, 'logout');
      await visit.enter(page);
      const second = await idToken(visit, page);
      assert.notEqual(kid(first), kid(second));
      assert.equal(await fetches(visit), 1);
      assert.ok(await isGenuine(visit, second));
      assert.equal((await shownKeys(visit)).includes(kid(first)), keep);
    },
  );

  providerScene(
    `new keys while a code is exchanged, the ones before ${before}: fetched once more`,
    async (t, visit) => {
      serves(t, 'R-065', `a kid that the first set did not have, old ones ${before}: one more fetch, and signed in`);
      const page = await open(visit);
      const outcome = await loginAcrossChange(visit, page, { keep });
      assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
      assert.equal(await fetches(visit), 2);
      assert.equal((await visit.control.tokenRequests()).length, 1, 'the code is sent once');
      assert.ok(await isGenuine(visit, await idToken(visit, page)));
    },
  );
}

providerScene('keys that change at every login: one further fetch in half a minute, in all tabs', async (t, visit) => {
  serves(t, 'R-065', 'a second unknown kid within 30 seconds: no fetch from any tab, id_token_invalid, then it works');
  const page = await open(visit);
  const other = await open(visit);
  assert.equal((await loginAcrossChange(visit, page)).status, 'signed-in');
  await visit.call(page, 'logout');
  for (const tab of [page, other]) {
    await visit.control.forget();
    const refused = await loginAcrossChange(visit, tab);
    assert.equal(refused.status, 'failed');
    assert.equal(refused.error.code, 'id_token_invalid');
    assert.equal(refused.error.field, 'kid');
    assert.equal(await fetches(visit), 1, 'not again so soon');
    assert.equal((await visit.call(tab, 'snapshot')).value.status, 'signed-out');
  }
  await visit.later([page, other], 31);
  await visit.control.forget();
  assert.equal((await loginAcrossChange(visit, page)).status, 'signed-in');
  assert.equal(await fetches(visit), 2);
});

providerScene(
  'a tab that writes the shared record without the latest changes: still no further fetch',
  async (t, visit) => {
    serves(t, 'R-065', 'a tab overwrites the shared record by an older one: the pause between two fetches is kept');
    const page = await open(visit);
    const other = await open(visit);
    await visit.enter(page);
    await other.waitForFunction(() => window.auth.snapshot().status === 'signed-in', null, { polling: 20 });
    await fallBehind(other);
    assert.equal((await loginAcrossChange(visit, page)).status, 'signed-in');
    await visit.call(page, 'logout');
    await other.waitForFunction(() => window.auth.snapshot().status === 'signed-out', null, { polling: 20 });
    await other.evaluate(() => window.catchUp());
    for (const tab of [page, other]) {
      await visit.control.forget();
      const refused = await loginAcrossChange(visit, tab);
      assert.equal(refused.error?.code, 'id_token_invalid', refused.status);
      assert.equal(await fetches(visit), 1, 'not again so soon');
    }
  },
);

providerScene('new keys before a renewal, and in the middle of one: the session goes on', async (t, visit) => {
  serves(t, 'R-065', 'a renewed ID token under new keys: verified, with a further fetch only where it is needed');
  serves(t, 'R-088', 'the ID token of a renewal is verified like the first one');
  const page = await open(visit);
  await visit.enter(page);
  const seen = [await idToken(visit, page)];
  await visit.control.changeKeys();
  await visit.later([page]);
  await visit.control.forget();
  await accessToken(visit, page);
  seen.push(await idToken(visit, page));
  assert.equal(await fetches(visit), 1);

  await visit.later([page]);
  await visit.control.forget();
  await visit.control.hold('before');
  const renewing = accessToken(visit, page);
  await visit.control.waiting('before');
  await visit.control.answered('GET', '/jwks');
  await visit.control.changeKeys();
  await visit.control.release();
  await renewing;
  seen.push(await idToken(visit, page));
  assert.equal(await fetches(visit), 2);
  assert.equal(new Set(seen.map(kid)).size, 3, 'three keys, one session');
  assert.ok(await isGenuine(visit, seen.at(-1)));
  assert.equal((await visit.control.renewals()).length, 1);
  assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in');
});
