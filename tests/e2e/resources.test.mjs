/** Access tokens for several resources from one login. */
import assert from 'node:assert/strict';
import { claimsOf, DEMO_API, entraScene, GRAPH, serves, TIERS } from './support/entra_scene.mjs';

const READ = `${DEMO_API}/Files.Read`;
const WRITE = `${DEMO_API}/Files.Write`;
const TASKS = `${TIERS.lite}/Tasks.My.Manage`;
const GROUPS = `${GRAPH}/Group.ReadWrite.All`;

/** A config whose logins consent to scopes of both resources; the session's own token is Graph's. */
const both = (visit, changes = {}) => visit.entra({ scopes: [`${GRAPH}/User.Read`, READ], ...changes });

/** The demo app with one resource more. */
const threeResources = (visit) => ({
  id: 'demo-entra',
  redirect_uris: [`${visit.app}/callback/entra`],
  resources: { [GRAPH]: ['User.Read'], [DEMO_API]: ['Files.Read'], [TIERS.lite]: ['Tasks.My.Manage'] },
});

const audience = (token) => claimsOf(token).aud;
const refreshes = (visit) =>
  visit.sandbox
    .requests(visit.at('token'))
    .then((all) => all.filter(({ form }) => form.grant_type === 'refresh_token'));

entraScene(
  'one login, two resources: the code for the first, one refresh for the other, then the cache',
  async (t, visit) => {
    serves(t, 'R-093', 'two resources: each call has its own token, one request for each');
    const page = await visit.signedIn(both(visit, { allowedOrigins: [visit.double('demo-api')] }));
    const [exchange] = await visit.sandbox.exactly(1, visit.at('token'));
    assert.equal(exchange.form.scope, `${GRAPH}/User.Read openid profile offline_access`);
    assert.equal(audience(await visit.token(page)), GRAPH);
    const other = await visit.token(page, { scopes: [READ] });
    assert.equal(audience(other), DEMO_API);
    assert.equal(await visit.token(page, { scopes: [READ] }), other);
    assert.equal(audience(await visit.token(page)), GRAPH);
    const api = await visit.fetch(page, `${visit.double('demo-api')}/files`, {}, { scopes: [READ] });
    assert.deepEqual([api.status, api.body.user], [200, 'ada']);
    assert.equal((await visit.fetch(page, '/v1.0/me')).status, 200);
    assert.equal((await visit.fetch(page, `${visit.double('demo-api')}/files`)).status, 401);
    const [refresh] = await refreshes(visit);
    assert.equal((await refreshes(visit)).length, 1);
    assert.equal(refresh.form.scope, `${READ} offline_access`);

    await page.reload();
    assert.equal((await visit.outcome(page)).via, 'stored');
    assert.equal(await visit.token(page, { scopes: [READ] }), other, 'after a reload');
    assert.equal((await refreshes(visit)).length, 1);
  },
);

/** What 100 calls at once, `options` in turns, come to: the tokens by call. */
async function atOnce(page, options) {
  const seen = await page.evaluate(
    (each) =>
      Promise.all(
        Array.from({ length: 100 }, (_, index) => {
          const given = each[index % each.length];
          return window.settled(() => window.auth.getAccessToken(...(given === null ? [] : [given])));
        }),
      ),
    options,
  );
  return seen.map(({ value, error }, index) => {
    assert.equal(error, undefined, `call ${index}: ${error?.code} ${error?.errorDescription}`);
    return value;
  });
}

/** Everybody who asked the same got the same token, and it is for whom they asked. */
function assertOwn(tokens, audiences) {
  for (const [at, aud] of audiences.entries()) {
    const own = tokens.filter((_, index) => index % audiences.length === at);
    assert.deepEqual(new Set(own.map(audience)), new Set([aud]), `calls of kind ${at}`);
    assert.equal(new Set(own).size, 1, `calls of kind ${at}`);
  }
}

entraScene(
  'a hundred calls at once for three resources: everybody gets their own, one request for each',
  async (t, visit) => {
    serves(t, 'R-093', '100 concurrent calls for mixed resources: no caller gets the token of another resource');
    await visit.sandbox.switches({ entra: { admin_consent: true } });
    await visit.sandbox.client('entra', threeResources(visit));
    const page = await visit.signedIn(both(visit));
    const asked = [null, { scopes: [READ] }, { scopes: [TASKS] }, {}, { scopes: [`${GRAPH}/User.Read`] }];
    const audiences = [GRAPH, DEMO_API, TIERS.lite, GRAPH, GRAPH];
    assertOwn(await atOnce(page, asked), audiences);
    const sent = (await refreshes(visit)).map(({ form }) => form.scope).sort();
    assert.deepEqual(sent, [`${READ} offline_access`, `${TASKS} offline_access`].sort());
  },
);

entraScene('a hundred calls while all tokens have ended: one request for each resource', async (t, visit) => {
  serves(t, 'R-093', '100 concurrent calls after the end of all tokens: each gets a new one of its own resource');
  const page = await visit.signedIn(both(visit));
  const old = [await visit.token(page), await visit.token(page, { scopes: [READ] })];
  await visit.later(page, 2 * 3600 * 1000);
  const before = (await refreshes(visit)).length;
  const tokens = await atOnce(page, [null, { scopes: [READ] }]);
  assertOwn(tokens, [GRAPH, DEMO_API]);
  for (const token of old) assert.ok(!tokens.includes(token), 'a token that had ended was given out');
  assert.equal((await refreshes(visit)).length, before + 2);
});

entraScene('two tabs at once: each gets its own, one request for each resource in both together', async (t, visit) => {
  serves(t, 'R-093', 'two tabs ask for two resources at once: own tokens, one request for each resource');
  serves(t, 'R-086', 'renewals for several resources in two tabs come one after the other');
  const config = both(visit);
  const first = await visit.signedIn(config);
  const second = await visit.tab({ config });
  await visit.arrive(second, '/2');
  const asked = [{ scopes: [READ] }, { resource: GRAPH }];
  const tokens = await Promise.all([first, second].map((page) => atOnce(page, asked)));
  for (const own of tokens) assertOwn(own, [DEMO_API, GRAPH]);
  assert.deepEqual(tokens[0].slice(0, 2), tokens[1].slice(0, 2));
  assert.equal((await refreshes(visit)).length, 2);
});

entraScene('different scopes of one resource are kept apart', async (t, visit) => {
  serves(t, 'R-093', 'two sets of scopes of one resource: a token for each');
  const page = await visit.signedIn(visit.entra({ scopes: [READ, WRITE] }));
  const [exchange] = await visit.sandbox.exactly(1, visit.at('token'));
  assert.equal(exchange.form.scope, `${READ} ${WRITE} openid profile offline_access`);
  assert.equal(await visit.token(page, { scopes: [READ] }), await visit.token(page));
  await visit.sandbox.exactly(1, visit.at('token'));
  const { error } = await visit.call(page, 'getAccessToken', { scopes: [READ, `${GRAPH}/User.Read`] });
  assert.deepEqual([error.code, error.field], ['config_invalid', 'scopes']);
  const mixed = await visit.call(page, 'getAccessToken', { scopes: [`${GRAPH}/.default`, GROUPS] });
  assert.deepEqual([mixed.error.code, mixed.error.field], ['config_invalid', 'scopes']);
  await visit.sandbox.exactly(1, visit.at('token'));
});

entraScene(
  'a resource that nobody consented to: interaction_required with its scopes, then a login with them',
  async (t, visit) => {
    serves(t, 'R-093', 'no consent for the other resource: no token of it, and none of another in its place');
    const page = await visit.signedIn(visit.entra({ allowedOrigins: [visit.double('demo-api')] }));
    const { error } = await visit.call(page, 'getAccessToken', { scopes: [WRITE] });
    assert.equal(error.code, 'interaction_required');
    assert.deepEqual(error.scopes, [WRITE]);
    assert.deepEqual(error.errorCodes, [65001]);
    assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in');
    assert.equal(audience(await visit.token(page)), GRAPH);
    assert.equal(audience(await visit.token(page, { fresh: true })), GRAPH, 'the session can still be renewed');
    const outcome = await visit.signIn(page, { scopes: error.scopes });
    assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
    assert.equal(audience(await visit.token(page, { scopes: [WRITE] })), DEMO_API);
    const answer = await visit.fetch(
      page,
      `${visit.double('demo-api')}/files`,
      { method: 'POST' },
      { scopes: [WRITE] },
    );
    assert.equal(answer.status, 200, JSON.stringify(answer));
  },
);

entraScene('an entry that has ended is renewed by itself, and the session is not', async (_t, visit) => {
  const page = await visit.signedIn(both(visit));
  const other = await visit.token(page, { scopes: [READ] });
  await visit.later(page, 5200 * 1000);
  const before = (await refreshes(visit)).length;
  const renewed = await visit.token(page, { scopes: [READ] });
  assert.notEqual(renewed, other);
  assert.equal(audience(renewed), DEMO_API);
  const sent = (await refreshes(visit)).slice(before);
  assert.deepEqual(
    sent.map(({ form }) => form.scope),
    [`${READ} offline_access`],
  );
});
