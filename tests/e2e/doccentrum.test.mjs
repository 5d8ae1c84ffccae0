/** docCentrum: tiers, clouds, short names of scopes, and an API whose address and CORS are the customer's affair. */
import assert from 'node:assert/strict';
import { claimsOf, entraScene, GRAPH, serves, step, TIERS } from './support/entra_scene.mjs';

for (const [tier, cloud] of [
  ['premium', 'public'],
  ['lite', 'public'],
  ['premium', 'usgov'],
  ['lite', 'usgov'],
]) {
  entraScene(`${tier} in the cloud ${cloud}: login, and a call with a token of that tier`, async (_t, visit) => {
    const config = visit.doccentrum({ provider: { tier, cloud }, scopes: ['Tasks.My.Manage', 'user_impersonation'] });
    const page = await visit.fresh(config, '/tasks');
    const outcome = await visit.signIn(page);
    assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
    const scope = `${TIERS[tier]}/Tasks.My.Manage ${TIERS[tier]}/user_impersonation openid profile offline_access`;
    const [left] = await visit.sandbox.exactly(1, visit.at('authorize'));
    assert.equal(left.query.scope, scope);
    const [exchange] = await visit.sandbox.exactly(1, visit.at('token'));
    assert.equal(exchange.form.scope, scope);
    assert.deepEqual(outcome.session.missingScopes, []);
    assert.equal(claimsOf(await visit.token(page)).aud, TIERS[tier]);
    const mine = await visit.fetch(page, '/api/tasks/my');
    assert.deepEqual([mine.status, mine.body.tasks[0].assignee], [200, 'ada']);
    const written = await visit.fetch(page, 'api/tasks/1', { method: 'PATCH', body: '{"state":"done"}' });
    assert.deepEqual([written.status, written.body.received], [200, { state: 'done' }]);
    const calls = await visit.sandbox.exactly(2, { double: 'doccentrum' });
    assert.deepEqual(
      calls.map(({ path }) => path),
      [`/${tier}/api/tasks/my`, `/${tier}/api/tasks/1`],
    );
  });
}

entraScene('the default scope, and short names where a token is asked for', async (_t, visit) => {
  const { scopes: _, ...config } = visit.doccentrum();
  const page = await visit.fresh(config);
  await visit.signIn(page);
  const [left] = await visit.sandbox.exactly(1, visit.at('authorize'));
  assert.equal(left.query.scope, `${TIERS.premium}/user_impersonation openid profile offline_access`);
  const mark = await visit.sandbox.mark();
  const token = await visit.token(page, { scopes: ['user_impersonation'] });
  assert.equal(token, await visit.token(page));
  await visit.sandbox.nothingAfter(mark);
});

entraScene(
  "a token of the other tier is refused by the API: one renewal, then the app has the API's word",
  async (t, visit) => {
    serves(t, 'R-107', "invalid_token at the own API: one renewal, one more try, then the answer is the app's");
    const config = visit.doccentrum({ apiBase: `${visit.double('doccentrum')}/lite` });
    const page = await visit.signedIn(config);
    const { status, body } = await visit.fetch(page, '/api/tasks/my');
    assert.deepEqual([status, body.error], [401, 'invalid_audience']);
    await visit.sandbox.exactly(2, { double: 'doccentrum' });
    await visit.sandbox.exactly(2, visit.at('token'));
    assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in');
  },
);

entraScene('the other tier by its scope: a token of its own from the same login', async (t, visit) => {
  serves(t, 'R-093', 'a call for the other tier gets a token of that tier and no other');
  await visit.sandbox.switches({ entra: { admin_consent: true } });
  const lite = `${TIERS.lite}/Tasks.My.Manage`;
  const page = await visit.signedIn(visit.doccentrum({ allowedOrigins: [visit.double('doccentrum')] }));
  const address = `${visit.double('doccentrum')}/lite/api/tasks/my`;
  const answer = await visit.fetch(page, address, {}, { scopes: [lite] });
  assert.equal(answer.status, 200, JSON.stringify(answer));
  assert.equal((await visit.fetch(page, '/api/tasks/my')).status, 200);
  assert.equal(claimsOf(await visit.token(page, { scopes: [lite] })).aud, TIERS.lite);
  assert.equal(claimsOf(await visit.token(page, { scopes: [`${GRAPH}/User.Read`] })).aud, GRAPH);
});

entraScene(
  'without apiBase a relative path is a mistake of the configuration, an absolute address is refused',
  async (_t, visit) => {
    const { apiBase, ...config } = visit.doccentrum();
    const page = await visit.signedIn(config);
    const mark = await visit.sandbox.mark();
    const { error } = await visit.fetch(page, '/api/tasks/my');
    assert.deepEqual([error.code, error.field], ['config_invalid', 'apiBase']);
    assert.match(error.message, /apiBase/);
    assert.equal((await visit.fetch(page, `${apiBase}/api/tasks/my`)).error.code, 'origin_not_allowed');
    await visit.sandbox.nothingAfter(mark);
  },
);

entraScene("an API without CORS: the browser's own TypeError, session kept", async (_t, visit) => {
  const page = await visit.signedIn(visit.doccentrum());
  await visit.sandbox.switches({ doccentrum: { cors: false } });
  const { error } = await visit.fetch(page, '/api/tasks/my');
  assert.deepEqual([error.name, error.isAuthError], ['TypeError', false]);
  assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in');
  await visit.sandbox.exactly(1, visit.at('token'));
});

entraScene('a scope that needs more rights: 403 reaches the app', async (_t, visit) => {
  const page = await visit.signedIn(visit.doccentrum());
  const { status, body } = await visit.fetch(page, '/api/tasks');
  assert.deepEqual([status, body.error], [403, 'insufficient_scope']);
  await visit.sandbox.exactly(1, visit.at('token'));
});

entraScene('what cannot be a docCentrum config is refused before anything is sent', async (t, visit) => {
  const wrong = {
    tier: [{ tier: 'gold' }, 'tier'],
    'no tier': [{ tier: undefined }, 'tier'],
    common: [{ tenant: 'common' }, 'tenant'],
    organizations: [{ tenant: 'organizations' }, 'tenant'],
    consumers: [{ tenant: 'consumers' }, 'tenant'],
    cloud: [{ cloud: 'moon' }, 'cloud'],
    'allowedTenants, which is not its': [{ allowedTenants: [] }, 'provider.allowedTenants'],
  };
  const page = await visit.tab({});
  await visit.load(page);
  for (const [name, [change, field]] of Object.entries(wrong)) {
    await step(t, name, async () => {
      const config = visit.doccentrum();
      config.provider = { ...config.provider, ...change };
      const { error } = await page.evaluate((given) => window.settled(() => window.createAuth(given)), config);
      assert.match(error?.code ?? 'accepted', /^config_(invalid|unknown_key)$/);
      assert.ok(field.endsWith(error.field), error.field);
    });
  }
  await visit.sandbox.exactly(0, {});
});
