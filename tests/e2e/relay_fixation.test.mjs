/** Logins that were begun in another browser, or are finished twice: the relay redeems only what this browser began. */
import assert from 'node:assert/strict';
import { relayScene, serves, step } from './support/relay_scene.mjs';

const KINDS = {
  docspace: { config: (visit) => visit.relayedDocspace(), token: '/oauth2/token' },
  oidc: { config: (visit) => visit.relayedOidc(), token: /\/token$/ },
  enadoc: { config: (visit) => visit.enadoc(), token: '/api/v3/token' },
};

/** The page's own records, to be planted in another browser. */
const records = (page) => page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));

/** What a page would send to redeem its one pending login: state and verifier. */
const pending = (page) =>
  page.evaluate(() => {
    const [text] = Object.entries(sessionStorage).flatMap(([key, value]) =>
      key.startsWith('docgate:login:') ? [value] : [],
    );
    const { state, verifier } = JSON.parse(text);
    return { state, code_verifier: verifier };
  });

/** A form to the relay by a script of the page: status, and the error if there is one. */
const post = (page, url, fields) =>
  page.evaluate(
    async ([address, form]) => {
      const response = await fetch(address, {
        method: 'POST',
        credentials: 'include',
        headers: { 'docgate-relay': '1' },
        body: new URLSearchParams(form),
      });
      return [response.status, (await response.json()).error];
    },
    [url, fields],
  );

/** The same page of another browser, with those records and without the cookies. */
async function planted(visit, config, text) {
  const other = await visit.anotherBrowser();
  const page = await other.tab({ config });
  await other.load(page, '/elsewhere');
  await page.evaluate((given) => {
    const [session, local] = JSON.parse(given);
    Object.assign(sessionStorage, session);
    Object.assign(localStorage, local);
  }, text);
  return { other, page };
}

/** Refused at the relay or before, and the provider was asked for no token and for no address. */
async function assertNothing(visit, mark, token) {
  await visit.sandbox.nothingAfter(mark, { path: token, method: 'POST' });
  await visit.sandbox.nothingAfter(mark, { path: '/enadoc/discovery/api' });
}

for (const [kind, { config, token }] of Object.entries(KINDS)) {
  relayScene(`${kind}: the attacker’s callback, in the victim’s browser`, async (t, visit) => {
    const attacker = await visit.fresh(config(visit));
    const callback = await visit.callback(attacker);
    const victim = await visit.anotherBrowser();
    const mark = await visit.sandbox.mark();
    await step(t, 'the address alone', async (part) => {
      const page = await victim.tab({ config: config(victim) });
      const outcome = await victim.arrive(page, callback.href);
      assert.deepEqual([outcome.status, outcome.error?.code], ['failed', 'pending_login_missing']);
      await assertNothing(visit, mark, token);
      serves(part, 'A-07', `${kind}: a started login is sent to somebody else: the page has none, nothing is redeemed`);
    });
    await step(t, 'and with the attacker’s records', async (part) => {
      const { other, page } = await planted(visit, config(visit), await records(attacker));
      const outcome = await other.arrive(page, callback.href);
      assert.deepEqual([outcome.status, outcome.error?.code], ['failed', 'grant_refused'], JSON.stringify(outcome));
      await assertNothing(visit, mark, token);
      serves(
        part,
        'A-07',
        `${kind}: verifier and state are planted too: the relay’s cookie is missing, 4xx, nothing upstream`,
      );
      serves(part, 'R-148', `${kind}: only the browser that began the login finishes it`);
    });
    await step(t, 'and then in the attacker’s own', async () => {
      // Nothing of it was spent.
      assert.equal((await visit.arrive(attacker, callback.href)).status, 'signed-in');
    });
  });

  relayScene(`${kind}: a stolen code, in the thief’s own login`, async (t, visit) => {
    const victim = await visit.fresh(config(visit));
    const code = (await visit.callback(victim)).searchParams.get('code');
    const thief = await visit.anotherBrowser();
    const page = await thief.fresh(config(thief));
    await thief.callback(page);
    const own = await pending(page);
    const { provider, clientId, redirectUri } = config(visit);
    const ask = (fields) => {
      const form = {
        grant_type: 'authorization_code',
        client_id: clientId,
        redirect_uri: `${visit.app}${redirectUri}`,
      };
      return post(page, `${provider.relay}/token`, { ...form, code, session: 'a'.repeat(32), ...own, ...fields });
    };
    const mark = await visit.sandbox.mark();
    assert.deepEqual(await ask({ code_verifier: 'b'.repeat(43) }), [400, 'invalid_grant']);
    serves(t, 'R-141', `${kind}: a verifier that does not fit the sealed challenge: 4xx, nothing upstream`);
    assert.deepEqual(await ask({ state: 'of-somebody-else' }), [400, 'invalid_grant']);
    for (const fields of [
      { code_verifier: '' },
      { state: '' },
      { session: '' },
      { redirect_uri: `${visit.app}/callback/other` },
      { client_id: 'another' },
      { refresh_token: 'x' },
      { client_secret: 'x' },
      { grant_type: 'client_credentials' },
    ]) {
      const [status, error] = await ask(fields);
      assert.ok(status === 400 && error, JSON.stringify(fields));
    }
    await assertNothing(visit, mark, token);
    serves(t, 'R-140', `${kind}: a stolen code with anything wrong about the login: 4xx, nothing upstream`);
    // With all of his own it goes upstream, where PKCE is looked at again. Enadoc knows none, and takes it: the risk
    // that docs/providers/enadoc.md tells of.
    const [status, error] = await ask({});
    assert.deepEqual([status, error], kind === 'enadoc' ? [200, undefined] : [400, 'invalid_grant']);
    assert.ok((await visit.sandbox.requests({ method: 'POST', path: token })).some(({ number }) => number > mark));
  });
}

relayScene('a callback a second time from the same browser: nothing upstream', async (t, visit) => {
  const page = await visit.fresh(visit.relayedOidc());
  const callback = await visit.callback(page);
  const before = await records(page);
  const cookies = await visit.context.cookies(`http://${visit.relayHost}`);
  assert.equal((await visit.arrive(page, callback.href)).status, 'signed-in');
  await visit.call(page, 'logout');
  const mark = await visit.sandbox.mark();
  // The page's records and the spent cookie, put back by hand.
  await visit.context.addCookies(cookies);
  await page.evaluate((given) => {
    localStorage.clear();
    sessionStorage.clear();
    Object.assign(sessionStorage, JSON.parse(given)[0]);
  }, before);
  const outcome = await visit.arrive(page, callback.href);
  assert.deepEqual([outcome.status, outcome.error?.code], ['failed', 'grant_refused'], JSON.stringify(outcome));
  await assertNothing(visit, mark, /\/token$/);
  serves(t, 'R-140', 'a login that was redeemed is redeemed no second time, even with its cookie back');
});
