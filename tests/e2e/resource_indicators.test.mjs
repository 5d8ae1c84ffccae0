/** Resource indicators (RFC 8707) at a standard server: on the authorization, the code and each renewal. */
import assert from 'node:assert/strict';
import { claimsOf, entraScene, serves } from './support/entra_scene.mjs';

const FILES = 'https://files.example/api';
const MAIL = 'https://mail.example/';

async function signedIn(visit, options = {}) {
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always', access_token_format: 'jwt' } });
  return await visit.signedIn(visit.oidc({ apiBase: `${visit.issuer}/api/` }), options);
}

const audience = (token) => [claimsOf(token).aud].flat();
const renewals = async (visit) =>
  (await visit.sandbox.requests({ path: visit.path('oidc', 'token') })).filter(
    ({ form }) => form.grant_type === 'refresh_token',
  );

entraScene('login({ resource }): the authorization, the code and the renewals are for it', async (_t, visit) => {
  const page = await signedIn(visit, { resource: FILES });
  const [exchange] = await visit.sandbox.exactly(1, { path: visit.path('oidc', 'token') });
  assert.equal(exchange.form.resource, FILES);
  const [left] = await visit.sandbox.requests({ path: visit.path('oidc', 'authorize') });
  assert.equal(left.query.resource, FILES);
  assert.deepEqual(audience(await visit.token(page)), [FILES]);
  const renewed = await visit.token(page, { fresh: true });
  assert.deepEqual(audience(renewed), [FILES]);
  assert.equal((await renewals(visit))[0].form.resource, FILES);
  // The session's own token is the one for this resource.
  assert.equal(await visit.token(page, { resource: FILES }), renewed);
  assert.equal((await renewals(visit)).length, 1);
});

entraScene(
  'getAccessToken({ resource }): a token for each, kept apart, through reloads and calls at once',
  async (t, visit) => {
    serves(t, 'R-093', 'resource indicators: 60 calls at once for three audiences, each has its own');
    const page = await signedIn(visit);
    const wanted = [null, { resource: FILES }, { resource: MAIL }];
    const seen = await page.evaluate(
      (each) =>
        Promise.all(
          Array.from({ length: 60 }, (_, at) =>
            window.settled(() => window.auth.getAccessToken(...[each[at % 3]].filter((options) => options !== null))),
          ),
        ),
      wanted,
    );
    for (const [at, { value, error }] of seen.entries()) {
      assert.equal(error, undefined, `call ${at}: ${error?.code}`);
      const { resource } = wanted[at % 3] ?? {};
      if (resource) assert.deepEqual(audience(value), [resource], `call ${at}`);
      else assert.ok(!audience(value).some((aud) => [FILES, MAIL].includes(aud)), `call ${at}`);
      assert.equal(value, seen[at % 3].value, `call ${at}`);
    }
    assert.deepEqual((await renewals(visit)).map(({ form }) => form.resource).sort(), [FILES, MAIL]);
    await page.reload();
    await visit.outcome(page);
    for (const [at, options] of wanted.entries()) {
      assert.equal(await visit.token(page, options ?? {}), seen[at].value, 'after a reload');
    }
    assert.equal((await renewals(visit)).length, 2);
    const status = await visit.fetch(page, '/me', {}, { resource: FILES });
    assert.equal(status.status, 200);
    await visit.sandbox.switches({ oidc: { api_resource: FILES } });
    assert.equal((await visit.fetch(page, '/me', {}, { resource: FILES })).status, 200);
    assert.equal((await visit.fetch(page, '/me', {}, { resource: MAIL })).status, 401);
  },
);

entraScene(
  'rotation goes on over several resources: every renewal spends the newest refresh token',
  async (_t, visit) => {
    const page = await signedIn(visit);
    for (const options of [{ resource: FILES }, {}, { resource: MAIL }, { resource: FILES }]) {
      await visit.token(page, { ...options, fresh: true });
    }
    const spent = (await renewals(visit)).map(({ form, status }) => [form.refresh_token, status]);
    assert.equal(new Set(spent.map(([token]) => token)).size, 4);
    assert.deepEqual(new Set(spent.map(([, status]) => status)), new Set([200]));
  },
);

entraScene('invalid_target: that call fails, the session and the other tokens stay', async (t, visit) => {
  serves(t, 'R-093', 'a resource that the server does not know: no token at all in its place');
  const page = await signedIn(visit);
  await visit.sandbox.switches({ oidc: { resources: [FILES] } });
  const { error } = await visit.call(page, 'getAccessToken', { resource: MAIL });
  assert.deepEqual([error?.code, error?.error], ['scope_refused', 'invalid_target']);
  assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in');
  assert.deepEqual(audience(await visit.token(page, { resource: FILES })), [FILES]);
  assert.equal(typeof (await visit.token(page, { fresh: true })), 'string');
  const callback = await visit.signIn(page, { resource: MAIL });
  assert.equal(callback.status, 'failed');
  assert.equal(callback.error.error, 'invalid_target');
  assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in');
});

entraScene('what is no resource is refused before anything is sent', async (_t, visit) => {
  const page = await signedIn(visit);
  const mark = await visit.sandbox.mark();
  for (const resource of ['files', 'https://files.example/#x', 'https://files.example/ x', '', 5]) {
    for (const name of ['getAccessToken', 'loginUrl']) {
      const { error } = await visit.call(page, name, { resource });
      assert.deepEqual([error?.code, error?.field], ['config_invalid', 'resource'], `${name} ${resource}`);
    }
  }
  await visit.sandbox.nothingAfter(mark);
});

entraScene('scopes beyond the granted ones: interaction_required, and login() with them', async (_t, visit) => {
  const page = await signedIn(visit);
  const mark = await visit.sandbox.mark();
  const { error } = await visit.call(page, 'getAccessToken', { scopes: ['openid', 'profile'] });
  assert.equal(error?.code, 'interaction_required');
  assert.deepEqual(error.scopes, ['profile']);
  await visit.sandbox.nothingAfter(mark);
  assert.equal((await visit.signIn(page, { scopes: error.scopes })).status, 'signed-in');
  await visit.token(page, { scopes: ['openid', 'profile'] });
});
