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
    const stolen = (await visit.callback(victim)).searchParams;
    const code = stolen.get('code');
    const thief = await visit.anotherBrowser();
    const page = await thief.fresh(config(thief));
    const own = await thief.callback(page);
    const mark = await visit.sandbox.mark();
    // By hand, with everything that the thief has: his own login, verifier and cookie, and the code.
    const relay = config(visit).provider.relay;
    const answers = await page.evaluate(
      async ([entry, given, at, id, state]) => {
        const ask = async (fields) => {
          const response = await fetch(`${entry}/token`, {
            method: 'POST',
            credentials: 'include',
            headers: { 'docgate-relay': '1', 'content-type': 'application/x-www-form-urlencoded' },
            body: new URLSearchParams({
              grant_type: 'authorization_code',
              client_id: id,
              code: given,
              redirect_uri: at,
              ...fields,
            }),
          });
          return [response.status, (await response.json()).error];
        };
        const session = 'a'.repeat(32);
        const verifier = 'b'.repeat(43);
        return [
          await ask({ session, code_verifier: verifier, state }),
          await ask({ session, code_verifier: verifier, state: 'another-state-of-somebody' }),
          await ask({ session, code_verifier: verifier }),
          await ask({ session, state }),
          await ask({ session, code_verifier: verifier, state, refresh_token: 'x' }),
          await ask({ session, code_verifier: verifier, state, client_secret: 'x' }),
        ];
      },
      [
        relay,
        code,
        `${visit.app}${config(visit).redirectUri}`,
        config(visit).clientId,
        own.searchParams.get('state') ?? 's',
      ],
    );
    for (const [status, error] of answers) {
      assert.ok(status === 400 && ['invalid_grant', 'invalid_request'].includes(error), JSON.stringify(answers));
    }
    assert.deepEqual(answers[0], [400, 'invalid_grant'], 'the verifier is not that of the login');
    await assertNothing(visit, mark, token);
    serves(t, 'R-140', `${kind}: a stolen code without its login: 4xx, nothing upstream`);
    serves(t, 'R-141', `${kind}: a verifier that does not fit the sealed challenge: 4xx, nothing upstream`);
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
