/** Signing in at Microsoft Entra ID: authorities, clouds, ways to sign in, and what comes back beside the code. */
import assert from 'node:assert/strict';
import { CONTOSO, claimsOf, entraScene, FABRIKAM, GRAPH, serves, step } from './support/entra_scene.mjs';
import { gone, opener } from './support/windows.mjs';

/** The object ids of the sandbox's people, by what their ID tokens say. */
const identity = ({ session }) => session.claims;

entraScene('a login with nothing but a tenant: no request before leaving, one token request', async (_t, visit) => {
  const page = await visit.fresh(visit.entra(), '/rooms/42?tab=files#top');
  await visit.sandbox.exactly(0, { double: 'entra' });
  const outcome = await visit.signIn(page, { appState: { from: 'test' } });
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  assert.equal(outcome.via, 'callback');
  assert.equal(outcome.returnTo, '/rooms/42?tab=files#top');
  assert.deepEqual(outcome.appState, { from: 'test' });
  assert.equal(page.url(), `${visit.app}/rooms/42?tab=files#top`);
  const { oid, tid, name } = identity(outcome);
  assert.equal(tid, CONTOSO);
  assert.equal(name, 'Ada Lovelace');
  assert.equal(outcome.session.user.id, `${oid}.${tid}`);
  assert.deepEqual(outcome.session.missingScopes, []);

  const [first, ...rest] = await visit.sandbox.requests({ double: 'entra' });
  assert.equal(first.path, `/${CONTOSO}/oauth2/v2.0/authorize`);
  assert.equal(first.query.scope, 'User.Read openid profile offline_access');
  assert.equal(first.query.code_challenge_method, 'S256');
  assert.equal('client_info' in first.query, false);
  assert.equal('claims' in first.query, false);
  const [exchange] = await visit.sandbox.exactly(1, visit.at('token'));
  assert.equal(exchange.headers.origin, visit.app);
  assert.equal(exchange.form.scope, first.query.scope);
  await visit.sandbox.exactly(1, { double: 'entra', path: /\/keys$/ });
  assert.deepEqual(
    rest.filter(({ path }) => /openid-configuration/.test(path)),
    [],
    'metadata was fetched',
  );
});

for (const tenant of [CONTOSO, 'contoso.example', 'common', 'organizations']) {
  entraScene(`tenant ${tenant}: signs in, stays after a reload, and a second tab has it`, async (t, visit) => {
    serves(t, 'R-055', `${tenant}: the issuer is that of the tenant which the token itself names`);
    const page = await visit.fresh(visit.entra({ provider: { tenant } }));
    const outcome = await visit.signIn(page);
    assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
    assert.equal(identity(outcome).iss, `${visit.double('entra')}/${CONTOSO}/v2.0`);
    const token = await visit.token(page);
    assert.equal(claimsOf(token).aud, GRAPH);
    const mark = await visit.sandbox.mark();
    await page.reload();
    const again = await visit.outcome(page);
    assert.equal(again.via, 'stored');
    assert.deepEqual(again.session.user, outcome.session.user);
    const second = await visit.tab({ config: visit.entra({ provider: { tenant } }) });
    const handed = await visit.arrive(second, '/2');
    assert.equal(handed.via, 'tab');
    assert.equal(await visit.token(second), token);
    await visit.sandbox.nothingAfter(mark);
  });
}

entraScene(
  'allowedTenants: whose tenant is not on the list is refused, and nothing is kept or sent',
  async (t, visit) => {
    const provider = (tenant, allowedTenants) => ({ provider: { tenant, allowedTenants } });
    for (const tenant of ['common', 'organizations']) {
      await step(t, `${tenant}, another tenant allowed`, async (part) => {
        serves(part, 'R-055', `${tenant} with allowedTenants: the token of another tenant is refused`);
        const page = await visit.fresh(visit.entra(provider(tenant, [FABRIKAM])));
        const outcome = await visit.signIn(page);
        assert.equal(outcome.status, 'failed');
        assert.equal(outcome.error.code, 'id_token_invalid');
        assert.equal(outcome.error.field, 'iss');
        const stored = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
        assert.doesNotMatch(stored, /access_token|refresh_token|id_token/);
        const mark = await visit.sandbox.mark();
        assert.equal((await visit.call(page, 'getAccessToken')).error.code, 'login_required');
        assert.equal((await visit.fetch(page, '/v1.0/me')).error.code, 'login_required');
        assert.deepEqual((await visit.call(page, 'accounts')).value, []);
        await page.reload();
        const later = await visit.outcome(page);
        assert.equal(later.status, 'signed-out');
        await visit.sandbox.nothingAfter(mark);
        await page.close();
      });
      await step(t, `${tenant}, this tenant allowed`, async (part) => {
        serves(part, 'R-055', `${tenant} with allowedTenants: those who are on the list sign in`);
        const page = await visit.fresh(visit.entra(provider(tenant, [FABRIKAM, CONTOSO.toUpperCase()])));
        const outcome = await visit.signIn(page);
        assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
        await visit.call(page, 'logout', { provider: false });
        await page.close();
      });
    }
  },
);

entraScene("a token that names a tenant which is not the issuer's is refused", async (t, visit) => {
  const bends = {
    'another tid': { set: { tid: FABRIKAM } },
    'no tid': { remove: ['tid'] },
    'a tid that is no GUID': { set: { tid: '{tenantid}' } },
    'the placeholder as issuer': { set: { iss: '{origin}/{tenantid}/v2.0' } },
    'an issuer of version 1': { set: { iss: `https://sts.windows.net/${CONTOSO}/` } },
    'another audience': { set: { aud: 'someone-else' } },
    'a signature of nobody': { signature: 'corrupt' },
  };
  for (const [name, id_token] of Object.entries(bends)) {
    await step(t, name, async (part) => {
      serves(part, 'A-25', `an ID token with ${name} is refused, nothing is stored`);
      await visit.sandbox.switches({ entra: { id_token } });
      const page = await visit.fresh(visit.entra({ provider: { tenant: 'common' } }));
      const outcome = await visit.signIn(page);
      assert.equal(outcome.status, 'failed');
      assert.equal(outcome.error.code, 'id_token_invalid', JSON.stringify(outcome.error));
      assert.doesNotMatch(await page.evaluate(() => JSON.stringify({ ...sessionStorage })), /access_token/);
      await page.close();
    });
  }
});

for (const [cloud, graph] of [
  ['usgov', 'https://graph.microsoft.us'],
  ['china', 'https://microsoftgraph.chinacloudapi.cn'],
]) {
  entraScene(`the cloud ${cloud}: its own hosts, and no other cloud hears of it`, async (_t, visit) => {
    const page = await visit.fresh(visit.entra({ provider: { cloud } }));
    const outcome = await visit.signIn(page);
    assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
    assert.equal(claimsOf(await visit.token(page)).aud, graph);
    assert.equal((await visit.fetch(page, '/v1.0/me')).status, 200);
    const hosts = new Set((await visit.sandbox.requests({})).map(({ host }) => host));
    assert.deepEqual(
      hosts,
      new Set([visit.double('entra', cloud), visit.double('graph', cloud)].map((url) => new URL(url).host)),
    );
  });
}

entraScene('a popup signs in and leaves the page as it was', async (_t, visit) => {
  const page = await opener(visit, { config: visit.entra(), at: '/rooms/42' });
  const popup = await visit.press(page);
  const { value, error } = await visit.next(page, 'pressed');
  assert.equal(error, undefined, error?.message);
  assert.equal(value.provider, 'entra');
  await gone(popup);
  assert.equal(page.url(), `${visit.app}/rooms/42`);
  await visit.sandbox.exactly(1, visit.at('token'));
});

entraScene('a person clicks through sign-in and consent', async (_t, visit) => {
  await visit.sandbox.switches({ entra: { auto_login: null, auto_consent: false } });
  const page = await visit.fresh(visit.entra(), '/rooms/1');
  visit.taken(page, 'result');
  await page.click('#press');
  await page.click('#user-ada');
  await page.click('#consent-allow');
  const outcome = await visit.outcome(page);
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  assert.equal(page.url(), `${visit.app}/rooms/1`);
});

entraScene('what comes beside the code is neither needed nor believed', async (t, visit) => {
  serves(t, 'R-083', "the addresses are the preset's: another host in the callback is asked for nothing");
  const callback = {
    set: {
      session_state: '00000000-0000-4000-8000-000000000000',
      client_info: 'eyJ1aWQiOiJncmFjZSIsInV0aWQiOiJmYWJyaWthbSJ9',
      cloud_instance_host_name: 'evil.localhost',
    },
  };
  await visit.sandbox.switches({ entra: { callback } });
  const page = await visit.fresh(visit.entra());
  const outcome = await visit.signIn(page);
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  assert.equal(outcome.session.user.name, 'Ada Lovelace');
  assert.equal(page.url(), `${visit.app}/`);
  const [exchange] = await visit.sandbox.exactly(1, visit.at('token'));
  assert.equal(exchange.host, new URL(visit.double('entra')).host);
});

entraScene('the profile and the ID token', async (t, visit) => {
  const page = await visit.fresh(visit.entra());
  const { session } = await visit.signIn(page);
  const mark = await visit.sandbox.mark();
  const { value: idToken } = await visit.call(page, 'getIdToken');
  const { nonce, ...claims } = claimsOf(idToken);
  assert.deepEqual(claims, session.claims);
  assert.equal(claimsOf(idToken).aud, 'demo-entra');
  assert.notEqual(idToken, await visit.token(page));
  serves(t, 'A-26', 'ID token and access token are never given out in place of each other');
  // It is an API of Graph's, which takes no app's own token.
  assert.equal((await visit.call(page, 'fetchProfile')).error?.code, 'not_supported');
  await visit.sandbox.nothingAfter(mark);
});
