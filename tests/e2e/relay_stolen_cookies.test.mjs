/**
 * Cookies of a relay in other hands: another process with the same key, another app, another entry, another person's
 * browser. What a sealed cookie cannot prevent is left to the provider, and shown here as it is.
 */
import assert from 'node:assert/strict';
import { relaySecrets } from '../../tools/serve/relay_config.mjs';
import { RelayCaller } from './support/relay_caller.mjs';
import { relayScene, serves } from './support/relay_scene.mjs';

const TOKEN = { double: 'enadoc', path: '/api/v3/token' };

/** The relay's cookies of this browser, as someone gets them who can read its disk. */
async function stolen(visit) {
  const cookies = await visit.context.cookies(`http://${visit.relayHost}/`);
  return new Map(cookies.filter(({ name }) => name.startsWith('__Host-dg-')).map(({ name, value }) => [name, value]));
}

/** What this tab keeps of the login that it has begun. */
async function pendingLogin(page) {
  const text = await page.evaluate(() => {
    const key = Object.keys(sessionStorage).find((name) => name.startsWith('docgate:login:'));
    return sessionStorage.getItem(key);
  });
  return JSON.parse(text);
}

relayScene('a captured login at another process: the provider refuses the code', async (t, visit) => {
  const page = await visit.tab({ config: visit.enadoc() });
  await visit.arrive(page, '/');
  const callback = await visit.callback(page);
  const { state, verifier } = await pendingLogin(page);
  const login = { state, verifier, code: callback.searchParams.get('code') };
  const cookies = await stolen(visit);
  assert.equal(cookies.size, 1);
  assert.equal((await visit.arrive(page, callback.href)).status, 'signed-in');
  const discovery = { double: 'enadoc', path: '/enadoc/discovery/api' };
  await visit.sandbox.exactly(1, discovery);

  const { port } = await visit.start();
  const thief = RelayCaller.enadoc(visit, { port });
  thief.cookies = cookies;
  const answer = await thief.redeem(login);
  assert.equal(answer.status, 400, JSON.stringify(answer.body));
  assert.deepEqual([answer.body.error, answer.body.access_token], ['invalid_grant', undefined]);
  assert.ok([...thief.cookies.keys()].every((name) => !name.startsWith('__Host-dg-s-')));
  // It is asked for the API's address first, and refuses the code there already.
  const [, second] = await visit.sandbox.exactly(2, discovery);
  assert.ok(second.status >= 400, `${second.status}`);
  await visit.sandbox.exactly(1, TOKEN);
  // The process that has redeemed it asks nobody.
  const mark = await visit.sandbox.mark();
  const local = RelayCaller.enadoc(visit);
  local.cookies = cookies;
  assert.equal((await local.redeem(login)).status, 400);
  await visit.sandbox.nothingAfter(mark);
  assert.equal((await visit.fetch(page, '/api/v3/libraries')).status, 200);
  serves(t, 'R-148', 'a captured login cookie at another process with the same key: the provider refuses the code');
  serves(t, 'A-44', 'a captured login cookie: no token, at this process or at another');
});

relayScene('a captured session after the sign-out: the provider refuses its refresh token', async (t, visit) => {
  await visit.sandbox.switches({ docspace: { auto_login: 'ada', auto_consent: true } });
  const caller = RelayCaller.docspace(visit);
  const begun = await caller.redeem(await caller.withCode());
  assert.deepEqual([begun.status, begun.body.renewable], [200, true], JSON.stringify(begun.body));
  const thief = caller.robbed();
  assert.equal((await caller.renew()).status, 200);
  assert.equal((await caller.logout()).status, 200);
  assert.equal(caller.cookies.size, 0);
  await visit.sandbox.exactly(1, { double: 'docspace', path: '/oauth2/revoke' });
  for (const name of ['before the renewal', 'of the page itself']) {
    const mark = await visit.sandbox.mark();
    const late = name === 'before the renewal' ? thief : caller;
    const answer = await late.renew();
    assert.deepEqual([answer.status, answer.body.error], [400, 'invalid_grant'], name);
    if (late === caller) await visit.sandbox.nothingAfter(mark);
  }
  serves(t, 'R-150', 'after a sign-out a captured session cookie renews nothing');
});

relayScene(
  'the cookies of one app, in the hands of another that the relay serves too',
  async (t, visit) => {
    const [own, other] = visit.origins;
    await visit.sandbox.client('enadoc', {
      id: 'demo-enadoc',
      secret: 'sandbox-secret',
      redirect_uris: visit.origins.map((origin) => `${origin}/callback/enadoc`),
    });
    const caller = RelayCaller.enadoc(visit, { origin: own });
    const login = await caller.withCode();
    const second = RelayCaller.enadoc(visit, { origin: other });
    const theirs = await second.withCode();
    const [[ownName, ownValue]] = caller.cookies;
    const [otherName] = second.cookies.keys();
    assert.notEqual(ownName, otherName);

    const mark = await visit.sandbox.mark();
    const attempts = {
      'as it is': [[ownName, ownValue]],
      "under the other's name": [[otherName, ownValue]],
      'under both names': [
        [ownName, ownValue],
        [otherName, ownValue],
      ],
    };
    for (const [name, cookies] of Object.entries(attempts)) {
      const attacker = RelayCaller.enadoc(visit, { origin: other });
      attacker.cookies = new Map(cookies);
      for (const redirectUri of [caller.redirectUri, second.redirectUri]) {
        attacker.redirectUri = redirectUri;
        const answer = await attacker.redeem(login);
        assert.deepEqual([answer.status, answer.body.error], [400, 'invalid_grant'], name);
      }
    }
    await visit.sandbox.nothingAfter(mark);

    // Likewise with sessions: each is good at its own origin.
    assert.equal((await caller.redeem(login)).status, 200);
    assert.equal((await second.redeem(theirs)).status, 200);
    const [[sessionName, session]] = caller.cookies;
    const [[otherSession]] = second.cookies;
    const after = await visit.sandbox.mark();
    for (const cookies of [[[sessionName, session]], [[otherSession, session]]]) {
      const attacker = RelayCaller.enadoc(visit, { origin: other });
      Object.assign(attacker, { session: caller.session, cookies: new Map(cookies) });
      const answer = await attacker.renew();
      assert.deepEqual([answer.status, answer.body.error], [400, 'invalid_grant']);
    }
    // A login's cookie is no session's.
    const fresh = RelayCaller.enadoc(visit, { origin: own });
    await fresh.begin();
    const [[, sealed]] = fresh.cookies;
    const begun = await visit.sandbox.mark();
    const mixed = caller.robbed();
    mixed.cookies = new Map([[sessionName, sealed]]);
    assert.equal((await mixed.renew()).status, 400);
    await visit.sandbox.nothingAfter(begun);
    await visit.sandbox.nothingAfter(after, TOKEN);
    assert.equal((await caller.renew()).status, 200);
    serves(
      t,
      'R-148',
      "one app's login and session cookies from another app's origin, renamed or not: refused, nothing sent",
    );
    serves(t, 'R-144', 'a cookie counts under its own name, for its own purpose and origin alone');
  },
  { apps: ['app', 'app.app'] },
);

relayScene("a session that is planted in another person's browser is not used", async (t, visit) => {
  const page = await visit.tab({ config: visit.enadoc() });
  await visit.arrive(page, '/');
  await visit.enter(page);
  await visit.sandbox.switches({ enadoc: { auto_login: 'grace' } });
  const attacker = RelayCaller.enadoc(visit);
  assert.equal((await attacker.redeem(await attacker.withCode())).status, 200);
  const [[name, value]] = attacker.cookies;
  const [own] = (await stolen(visit)).keys();
  assert.notEqual(own, name);
  const plant = (under) =>
    visit.context.addCookies([
      {
        name: under,
        value,
        domain: 'relay.app.localhost',
        path: '/',
        secure: true,
        httpOnly: true,
        sameSite: 'Strict',
      },
    ]);
  // Beside the page's own: it is not the one that the page names.
  await plant(name);
  assert.equal((await visit.call(page, 'getAccessToken', { fresh: true })).error, undefined);
  assert.equal((await visit.call(page, 'fetchProfile')).value?.email, 'ada@example.test');
  // In its place: sealed for another name.
  await plant(own);
  const mark = await visit.sandbox.mark();
  const { value: token, error } = await visit.call(page, 'getAccessToken', { fresh: true });
  assert.deepEqual([token, error?.code], [undefined, 'login_required']);
  assert.equal((await visit.call(page, 'snapshot')).value.session?.user.email, 'ada@example.test');
  await visit.sandbox.nothingAfter(mark);
  serves(t, 'R-148', 'a session cookie planted in another browser: not of the page, refused, nothing sent');
});

relayScene('a key that the relay does not know opens nothing', async (t, visit) => {
  const { port } = await visit.start({ env: relaySecrets() });
  const caller = RelayCaller.enadoc(visit);
  const login = await caller.withCode();
  const mark = await visit.sandbox.mark();
  const answer = await caller.robbed({ port }).redeem(login);
  assert.deepEqual([answer.status, answer.body.error], [400, 'invalid_grant']);
  await visit.sandbox.nothingAfter(mark);
  assert.equal((await caller.redeem(login)).status, 200);
  serves(t, 'R-144', 'a cookie sealed by another key: refused, nothing sent');
});
