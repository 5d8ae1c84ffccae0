/** Codes and answers that belong to somebody else: another login, another server, another app. */
import assert from 'node:assert/strict';
import { exchange } from './support/sandbox_control.mjs';
import { scene, serves, step } from './support/scene.mjs';

for (const id of ['docspace', 'oidc']) {
  scene(
    `${id}: a foreign code in the own callback is refused by the server, and nobody is signed in`,
    async (t, visit) => {
      serves(t, 'A-03', `${id}: a foreign code with the own state: the verifier does not fit`);
      const page = await visit.tab({ config: visit[id]() });
      await visit.arrive(page);
      const own = await visit.callback(page, { returnTo: '/rooms/1' });
      await visit.sandbox.switches({ docspace: { auto_login: 'grace' }, oidc: { auto_login: 'grace' } });
      const elsewhere = await visit.anotherBrowser();
      const other = await elsewhere.tab({ config: elsewhere[id]() });
      await elsewhere.arrive(other);
      const theirs = await elsewhere.callback(other);

      own.searchParams.set('code', theirs.searchParams.get('code'));
      const outcome = await visit.arrive(page, own.href);
      assert.equal(outcome.status, 'failed');
      assert.equal(outcome.error.code, 'grant_refused');
      assert.equal(outcome.returnTo, '/rooms/1');
      await visit.sandbox.exactly(1, { path: visit.path(id, 'token') });
      const snapshot = await page.evaluate(() => window.auth.snapshot().status);
      assert.equal(snapshot, 'signed-out');
    },
  );
}

scene('a server that checks no PKCE: the nonce stops a foreign code', async (t, visit) => {
  serves(t, 'A-03', 'PKCE off at the server: the nonce of the ID token does not fit');
  serves(t, 'R-016', 'the ID token of another login is refused');
  serves(t, 'R-059', 'a foreign nonce is refused');
  await visit.sandbox.switches({ oidc: { require_pkce: false } });
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page);
  const url = await visit.loginUrl(page);
  const injected = new URL(url);
  injected.searchParams.delete('code_challenge');
  injected.searchParams.delete('code_challenge_method');
  injected.searchParams.set('nonce', 'the-nonce-of-another-login');
  const callback = await visit.authorize(injected);
  const outcome = await visit.arrive(page, callback.href);
  assert.equal(outcome.status, 'failed');
  assert.ok(['id_token_invalid', 'grant_refused'].includes(outcome.error.code), outcome.error.code);
  assert.equal(await page.evaluate(() => window.auth.session), null);
});

const CLAIMS = [
  ['another nonce', { set: { nonce: 'another' } }, 'nonce', 'R-059'],
  ['no nonce', { remove: ['nonce'] }, 'nonce', 'R-059'],
  ['a nonce that is a list', { set: { nonce: ['x'] } }, 'nonce', 'R-059'],
  ['another issuer', { set: { iss: 'https://evil.example' } }, 'iss', 'R-055'],
  ['no issuer', { remove: ['iss'] }, 'iss', 'R-055'],
  ['another audience', { set: { aud: 'another-client' } }, 'aud', 'R-056'],
  ['no audience', { remove: ['aud'] }, 'aud', 'R-056'],
  ['a second audience', { set: { aud: ['demo-oidc', 'another-client'] } }, null, 'R-056'],
  ['another authorized party', { set: { azp: 'another-client' } }, 'azp', 'R-056'],
  ['an end in the past', { shift: { exp: -7200 } }, 'exp', 'R-057'],
  ['two hours ago, all of it', { shift: { exp: -7200, iat: -7200 } }, 'exp', 'A-32', 'clock_skewed'],
  ['no end', { remove: ['exp'] }, 'exp', 'R-057'],
  ['an end in quotes', { set: { exp: '9999999999' } }, 'exp', 'R-057'],
  ['no beginning', { remove: ['iat'] }, 'iat', 'R-057'],
  ['a beginning in the future', { shift: { iat: 250 } }, 'iat', 'R-057'],
  ['in two hours, all of it', { shift: { iat: 7200, exp: 7200 } }, 'iat', 'A-32', 'clock_skewed'],
  ['a "not before" that is a text', { set: { nbf: 'soon' } }, 'nbf', 'R-057'],
  ['no subject', { remove: ['sub'] }, 'sub', 'R-058'],
  ['an empty subject', { set: { sub: '' } }, 'sub', 'R-058'],
  ['a subject that is a number', { set: { sub: 7 } }, 'sub', 'R-058'],
];

scene('an ID token with a wrong claim: nothing of the answer is kept', async (t, visit) => {
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page);
  for (const [what, change, field, row, code = 'id_token_invalid'] of CLAIMS) {
    await step(t, what, async (part) => {
      serves(part, row, `${what}: ${code}, no session`);
      serves(part, 'R-070', `${what}: no token stored, no view given`);
      await visit.sandbox.switches({ oidc: { id_token: change } });
      const callback = await visit.callback(page, { retry: true });
      const { value: outcome } = await visit.call(page, 'complete', callback.href);
      assert.equal(outcome.status, 'failed', JSON.stringify(outcome));
      assert.equal(outcome.error.code, code);
      if (field !== null) assert.equal(outcome.error.field, field);
      const left = await page.evaluate(() => ({
        session: window.auth.session,
        stored: JSON.stringify({ ...sessionStorage }).includes('access_token'),
      }));
      assert.deepEqual(left, { session: null, stored: false });
    });
  }
  await visit.sandbox.switches({ oidc: { id_token: null } });
  assert.equal((await visit.signIn(page, { retry: true })).status, 'signed-in');
});

scene('two providers on one page: the answer of one is never taken to the other', async (t, visit) => {
  serves(t, 'A-04', 'mix-up: an honest answer at the hostile provider’s login is not redeemed');
  serves(t, 'A-05', 'mix-up: the issuer of the pending login decides');
  serves(t, 'R-031', 'two providers with two redirect URIs: answers cannot be exchanged');
  serves(t, 'R-009', 'two instances: cross-fed callbacks are refused');
  // The hostile provider is a scenario of its own whose answers the attacker controls.
  const hostile = {
    ...visit.oidc(),
    provider: { id: 'oidc', issuer: `${visit.issuer}-evil` },
    redirectUri: '/callback/docspace',
  };
  const honest = visit.oidc();
  const page = await visit.tab({ config: honest });
  await visit.arrive(page, '/start');
  const honestCallback = await visit.callback(page, { returnTo: '/honest' });
  const evilUrl = await page.evaluate(
    async ([config]) => await window.make(config).loginUrl({ returnTo: '/evil', retry: true }),
    [hostile],
  );
  const evilState = new URL(evilUrl).searchParams.get('state');
  const code = honestCallback.searchParams.get('code');

  // The honest server's code and issuer, brought back to the hostile provider's login.
  await visit.replan(page, { config: hostile });
  const mark = await visit.sandbox.mark();
  const swapped = new URL(`${visit.app}/callback/docspace`);
  swapped.search = new URLSearchParams({ code, state: evilState, iss: visit.issuer }).toString();
  const refused = await visit.arrive(page, swapped.href);
  assert.equal(refused.status, 'failed');
  assert.equal(refused.error.code, 'issuer_mismatch');

  // The same, arriving where the honest server sends its answers.
  await visit.replan(page, { config: honest });
  const atHonest = new URL(honestCallback);
  atHonest.searchParams.set('state', evilState);
  const foreign = await visit.arrive(page, atHonest.href);
  assert.equal(foreign.status, 'failed');
  await visit.sandbox.nothingAfter(mark);
  const log = await exchange(visit.providerPort, { path: `/_sandbox/log?scenario=${visit.scenario}-evil&method=POST` });
  assert.deepEqual(JSON.parse(log.body).entries, [], 'the hostile token endpoint received nothing');
});

scene('one redirect URI for two providers is refused when the app starts', async (t, visit) => {
  serves(t, 'R-031', 'two providers with one redirect URI: config_conflict');
  serves(t, 'R-173', 'a provider without iss in the redirect needs a redirect URI of its own');
  serves(t, 'A-06', 'two toolkits with a shared redirect URI: config_conflict');
  const page = await visit.tab({});
  await visit.load(page, visit.app);
  const codes = await page.evaluate(
    ([docspace, oidc]) => {
      const attempt = (config) => {
        try {
          window.createAuth(config);
          return null;
        } catch (error) {
          return error.code;
        }
      };
      return [
        attempt(docspace),
        attempt({ ...oidc, redirectUri: docspace.redirectUri }),
        attempt({ ...docspace, scopes: ['rooms:read'] }),
        attempt(docspace),
        attempt(oidc),
      ];
    },
    [visit.docspace(), visit.oidc()],
  );
  assert.deepEqual(codes, [null, 'config_conflict', 'config_conflict', null, null]);
  await visit.load(page, visit.app);
  const again = await page.evaluate(
    ([docspace, oidc]) => {
      window.createAuth(docspace).dispose();
      window.createAuth({ ...oidc, redirectUri: docspace.redirectUri });
      try {
        window.createAuth(docspace);
        return null;
      } catch (error) {
        return error.code;
      }
    },
    [visit.docspace(), visit.oidc()],
  );
  assert.equal(again, 'config_conflict', 'one that was let go does not come back beside another');
});

scene('a code that was redeemed is worth nothing to who finds it', async (t, visit) => {
  serves(t, 'A-12', 'the code that remains in the browser’s own records is refused by the server');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  await visit.signIn(page);
  const [{ form }] = await visit.sandbox.exactly(1, { path: visit.path('docspace', 'token') });
  const seen = await page.evaluate(() => ({
    history: navigation.entries().map(({ url }) => url),
    state: JSON.stringify(history.state),
    referrer: document.referrer,
    length: history.length,
  }));
  assert.ok(!JSON.stringify(seen).includes(form.code), JSON.stringify(seen));
  const answer = await exchange(visit.providerPort, {
    method: 'POST',
    host: new URL(visit.portal).host,
    path: '/oauth2/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
  assert.equal(answer.status, 400);
  assert.deepEqual(JSON.parse(answer.body), { error: 'invalid_grant' });
});

scene('a third party on the page learns nothing from the referrer', async (t, visit) => {
  serves(t, 'A-11', 'an image of another origin, loaded on the callback page, gets no code in its referrer');
  serves(t, 'R-027', 'what the page loads after ready() was called sees the clean address');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  const callback = await visit.callback(page, { returnTo: '/rooms/1' });
  await visit.replan(page, {});
  const requests = visit.pageRequests;
  await visit.load(page, callback.href);
  const before = requests.length;
  await page.evaluate(
    ([config, evil]) => {
      const auth = window.make(config);
      void auth.ready();
      const loaded = [`${evil}/pixel`, '/pages/pixel.png'].map((source) => {
        const image = new Image();
        const ended = new Promise((resolve) => {
          image.onload = image.onerror = () => resolve();
        });
        image.referrerPolicy = 'unsafe-url';
        image.src = source;
        document.body.append(image);
        return ended;
      });
      return Promise.all([auth.ready(), ...loaded]).then(() => undefined);
    },
    [visit.docspace(), visit.evil],
  );
  const [pixel] = await visit.sandbox.exactly(1, { double: 'evil' });
  assert.equal(pixel.headers.referer, `${visit.app}/rooms/1`);
  const own = requests.slice(before).find(({ url }) => url === '/pages/pixel.png');
  assert.equal(own.headers.referer, `${visit.app}/rooms/1`);
});
