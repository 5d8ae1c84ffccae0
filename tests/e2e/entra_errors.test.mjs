/** What goes wrong behind Microsoft Entra ID, and what an app hears of it: one error, with a field and a sentence. */
import assert from 'node:assert/strict';
import { DEMO_API, entraScene, FABRIKAM, GRAPH, serves, step, TIERS } from './support/entra_scene.mjs';

const HOUR = 3_600_000;

/** A configuration error of the developer's: of which field, with which of Entra's numbers. */
function assertMistake(error, field, numbers, sentence) {
  assert.equal(error?.code, 'registration_invalid', JSON.stringify(error));
  assert.equal(error.field, field);
  assert.deepEqual(error.errorCodes, numbers);
  assert.match(error.message, sentence);
  assert.doesNotMatch(error.message, /Trace ID|AADSTS/, "the server's words are evidence, not the message");
}

const web = (visit) => visit.entra({ clientId: 'demo-entra-web' });

entraScene(
  'a redirect URI of another type, readable: registration_invalid [redirectUri], nothing is repeated',
  async (_t, visit) => {
    const page = await visit.fresh(web(visit), '/rooms/1');
    const outcome = await visit.signIn(page);
    assert.equal(outcome.status, 'failed');
    assertMistake(outcome.error, 'redirectUri', [9_002_326], /Single-page application/);
    assert.equal(outcome.error.error, 'invalid_request');
    assert.match(outcome.error.errorDescription, /^AADSTS9002326/);
    assert.match(outcome.error.correlationId, /^[0-9a-f-]{36}$/);
    assert.equal(outcome.returnTo, '/rooms/1');
    await visit.sandbox.exactly(1, visit.at('token'));
    const { error } = await page.evaluate(() => window.settled(() => window.auth.getAccessToken()));
    assert.equal(error.code, 'login_required');
  },
);

entraScene('the same as a bare network failure: the same error, with the same sentence', async (_t, visit) => {
  await visit.sandbox.switches({ entra: { spa_error: 'network' } });
  const page = await visit.fresh(web(visit));
  const outcome = await visit.signIn(page);
  assert.equal(outcome.status, 'failed');
  assertMistake(outcome.error, 'redirectUri', undefined, /Single-page application/);
  await visit.sandbox.exactly(1, visit.at('token'));
});

entraScene('a network that is really down is no mistake of the developer', async (_t, visit) => {
  await visit.sandbox.switches({ entra: { token_fault: { kind: 'close' }, jwks_fault: { kind: 'close' } } });
  const page = await visit.fresh(visit.entra());
  const outcome = await visit.signIn(page);
  assert.deepEqual([outcome.status, outcome.error.code], ['failed', 'network']);
});

/** What the token endpoint says, and what becomes of it. */
const REFUSALS = {
  'wrong cloud': [90_038, 'invalid_request', 'cloud', /another cloud/],
  'unknown tenant': [90_002, 'invalid_request', 'tenant', /no such tenant/],
  'an app of one tenant': [50_194, 'invalid_request', 'tenant', /other tenants/],
  'code of another tenant': [700_005, 'invalid_grant', 'tenant', /other tenants/],
  'unknown app': [700_016, 'unauthorized_client', 'clientId', /no such app/],
  'a secret is wanted': [7_000_218, 'invalid_client', 'clientId', /without a secret/],
  'Origin is missing': [9_002_327, 'invalid_request', 'clientId', /Origin/],
  'the API is not in the tenant': [500_011, 'invalid_resource', 'scopes', /tier/],
  'no such scope': [650_053, 'invalid_client', 'scopes', /permissions/],
  '.default beside names': [70_011, 'invalid_scope', 'scopes', /\.default/],
  "an administrator's consent": [90_094, 'access_denied', 'scopes', /administrator/],
};

entraScene('what the token endpoint says of a registration is one error each', async (t, visit) => {
  const page = await visit.fresh(visit.entra());
  for (const [name, [number, error, field, sentence]] of Object.entries(REFUSALS)) {
    await step(t, `${name}: ${number}`, async () => {
      const body = {
        error,
        error_description: `AADSTS${number}: Something.\r\nTrace ID: 1\r\nCorrelation ID: 2\r\nTimestamp: 3`,
        error_codes: [number],
        correlation_id: '3f8f3a1e-0000-4000-8000-000000000000',
      };
      const headers = { 'content-type': 'application/json; charset=utf-8' };
      await visit.sandbox.switches({ entra: { token_fault: { kind: 'custom', status: 400, headers, body } } });
      const outcome = await visit.signIn(page, { retry: true });
      assert.equal(outcome.status, 'failed');
      assertMistake(outcome.error, field, [number], sentence);
      assert.equal(outcome.error.error, error);
    });
  }
});

entraScene('what the authorization endpoint says of scopes and consent', async (t, visit) => {
  const tries = {
    'a scope that there is not: 650053': [{ scopes: [`${GRAPH}/Mail.Fly`] }, {}, 650_053],
    "an API that is nobody's: 500011": [{ scopes: ['api://nobody/Read'] }, {}, 500_011],
    'an API that the app has not: 650057': [{ scopes: [`${TIERS.premium}/Tasks.My.Manage`] }, {}, 650_057],
    'an administrator has to consent: 90094': [{}, { admin_consent_required: true }, 90_094],
  };
  for (const [name, [config, switches, number]] of Object.entries(tries)) {
    await step(t, name, async () => {
      await visit.sandbox.switches({ entra: { admin_consent_required: false, ...switches } });
      const page = await visit.fresh(visit.entra({ redirectUri: '/callback/entra', ...config }));
      const outcome = await visit.signIn(page);
      assert.equal(outcome.status, 'failed');
      assertMistake(outcome.error, 'scopes', [number], /./);
      await visit.sandbox.exactly(0, visit.at('token'));
      await page.close();
    });
  }
  await step(t, 'the person declined: 65004 is no mistake', async () => {
    await visit.sandbox.switches({ entra: { admin_consent_required: false, deny_consent: true } });
    const page = await visit.fresh(visit.entra(), '/rooms/1');
    const { status, error, returnTo } = await visit.signIn(page);
    assert.deepEqual([status, error.code, returnTo], ['failed', 'authorization_denied', '/rooms/1']);
    assert.deepEqual(error.errorCodes, [65_004]);
    assert.equal(error.error, 'access_denied');
  });
});

entraScene(
  'what Entra shows to the person alone: the app hears nothing, and the next login works',
  async (t, visit) => {
    const tries = {
      'another tenant: 700016': [{ provider: { tenant: FABRIKAM } }, 700_016],
      'an unknown tenant: 90002': [{ provider: { tenant: '33333333-3333-4333-8333-333333333333' } }, 90_002],
    };
    for (const [name, [change, number]] of Object.entries(tries)) {
      await step(t, name, async () => {
        const page = await visit.fresh(visit.doccentrum(change), '/rooms/1');
        await page.click('#press');
        const shown = await page.textContent('#oauth-error');
        assert.ok(shown.startsWith(`AADSTS${number}`), shown);
        await visit.replan(page, { config: visit.doccentrum() });
        assert.equal((await visit.arrive(page, '/rooms/1')).status, 'signed-out');
        assert.equal((await visit.signIn(page)).status, 'signed-in');
        await visit.call(page, 'logout', { provider: false });
        await page.close();
      });
    }
  },
);

const renewals = async (visit) =>
  (await visit.sandbox.requests(visit.at('token'))).filter(({ form }) => form.grant_type === 'refresh_token');

/** The page looks at the clock, as when somebody comes back to it. */
const comeBack = (page) => page.evaluate(() => dispatchEvent(new Event('focus')));

entraScene(
  'the 24 hours of a refresh token: told before, then one login-required, and no request',
  async (t, visit) => {
    serves(t, 'R-094', 'the fixed life of the refresh token: expiring before, one login-required, nothing sent');
    const page = await visit.signedIn(visit.entra());
    await page.clock.setSystemTime(Date.now() + 23 * HOUR);
    await visit.sandbox.advance((23 * HOUR) / 1000);
    await visit.token(page);
    assert.equal((await renewals(visit)).length, 1);
    visit.taken(page, 'event');
    // The last access token outlives what renews it: to 24 hours, 25 minutes and 49 seconds.
    await page.clock.setSystemTime(Date.now() + 24.4 * HOUR);
    await visit.sandbox.advance(Math.round((1.4 * HOUR) / 1000));
    assert.equal(typeof (await visit.token(page)), 'string');
    await comeBack(page);
    const { event } = await visit.event(page, 'expiring');
    assert.equal(event.reason, 'lifetime');
    assert.ok(event.remaining > 0 && event.remaining <= 300_000, `${event.remaining}`);
    assert.equal(event.snapshot.status, 'signed-in');
    await comeBack(page);

    await page.clock.setSystemTime(Date.now() + 26 * HOUR);
    await visit.sandbox.advance(Math.round((1.6 * HOUR) / 1000));
    const mark = await visit.sandbox.mark();
    const codes = await page.evaluate(() =>
      Promise.all(
        Array.from({ length: 10 }, () =>
          window.settled(() => window.auth.getAccessToken()).then(({ error }) => error?.code),
        ),
      ),
    );
    assert.deepEqual(new Set(codes), new Set(['login_required']));
    assert.deepEqual((await visit.event(page, 'login-required')).before, []);
    await visit.sandbox.nothingAfter(mark);
    assert.deepEqual(visit.taken(page, 'event'), []);
    assert.equal((await visit.call(page, 'snapshot')).value.status, 'expired');
    await page.reload();
    const outcome = await visit.outcome(page);
    assert.deepEqual([outcome.status, outcome.reason], ['signed-out', 'expired']);
    await visit.sandbox.nothingAfter(mark);
    assert.equal((await visit.signIn(page)).status, 'signed-in');
  },
);

entraScene(
  'the server says it first (700084): one request, one login_required for all, in both tabs',
  async (t, visit) => {
    serves(t, 'R-094', '700084: one request, one login-required everywhere, no loop');
    const config = visit.entra();
    const page = await visit.signedIn(config);
    const other = await visit.tab({ config });
    await visit.arrive(other, '/2');
    visit.taken(other, 'event');
    await visit.sandbox.expire('all');
    const results = await page.evaluate(() =>
      Promise.all(Array.from({ length: 10 }, () => window.settled(() => window.auth.getAccessToken({ fresh: true })))),
    );
    for (const { error } of results) {
      assert.equal(error?.code, 'login_required');
      assert.deepEqual(error.errorCodes, [700_084]);
    }
    assert.equal((await renewals(visit)).length, 1);
    for (const each of [page, other]) await visit.event(each, 'login-required');
    assert.equal((await visit.call(other, 'getAccessToken')).error?.code, 'login_required');
    assert.equal((await renewals(visit)).length, 1);
  },
);

entraScene(
  'refresh_in: the old token at once, a new one behind it, and a failure there disturbs nobody',
  async (t, visit) => {
    await visit.sandbox.switches({ entra: { refresh_in: 600 } });
    const page = await visit.signedIn(visit.entra());
    const old = await visit.token(page);
    assert.equal((await renewals(visit)).length, 0);
    await visit.later(page, 700_000);
    await visit.sandbox.switches({ entra: { token_fault: { kind: 'empty', status: 503, times: 1 } } });
    assert.equal(await visit.token(page), old);
    await visit.sandbox.arrived(visit.at('token', { method: 'POST' }));
    assert.equal(await visit.token(page), old);
    assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in');
    serves(t, 'R-054', 'refresh_in and a failing server: the good token is given out, no storm');
    await page.evaluate(async (token) => {
      for (let at = 0; at < 50 && (await window.auth.getAccessToken()) === token; at += 1)
        await new Promise((resolve) => setTimeout(resolve, 100));
    }, old);
    assert.notEqual(await visit.token(page), old);
    assert.equal((await renewals(visit)).length, 2);
  },
);

entraScene('429 without a readable Retry-After: a minute, and no storm', async (t, visit) => {
  serves(t, 'R-054', '429 whose Retry-After no page can read: not asked again for a minute');
  const page = await visit.signedIn(visit.entra());
  await visit.later(page, 2 * HOUR);
  const headers = { 'retry-after': '5' };
  await visit.sandbox.switches({ entra: { token_fault: { kind: 'custom', status: 429, headers, body: '' } } });
  const ask = () =>
    page.evaluate(() =>
      Promise.all(Array.from({ length: 20 }, () => window.settled(() => window.auth.getAccessToken()))),
    );
  for (let turn = 0; turn < 3; turn += 1) {
    for (const { error } of await ask()) {
      assert.equal(error?.code, 'rate_limited', JSON.stringify(error));
      if (turn > 0) assert.ok(error.retryAfter > 30 && error.retryAfter <= 60, `${error.retryAfter}`);
    }
  }
  assert.equal((await renewals(visit)).length, 1);
  assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in');
  await visit.sandbox.switches({ entra: { token_fault: null } });
  await page.clock.fastForward(61_000);
  for (const { value } of await ask()) assert.equal(typeof value, 'string');
  assert.equal((await renewals(visit)).length, 2);
});

entraScene('an answer with more scopes than were asked for, in other words and another order', async (_t, visit) => {
  const redirect = { redirectUri: '/callback/entra' };
  const wide = await visit.signedIn(visit.entra({ scopes: ['User.Read', 'Group.ReadWrite.All'], ...redirect }));
  await visit.call(wide, 'logout', { provider: false });
  await wide.close();
  for (const graph_scope_prefix of [false, true]) {
    await visit.sandbox.switches({ entra: { graph_scope_prefix } });
    for (const scope of ['User.Read', `${GRAPH}/User.Read`]) {
      const page = await visit.fresh(visit.entra({ scopes: [scope], ...redirect }));
      const { session } = await visit.enter(page);
      const where = `${scope}, ${graph_scope_prefix ? 'with' : 'without'} prefix`;
      assert.deepEqual(session.missingScopes, [], where);
      assert.ok(session.scopes.includes(scope), `${where}: ${session.scopes}`);
      assert.ok(
        session.scopes.some((each) => each.endsWith('Group.ReadWrite.All')),
        `${where}: ${session.scopes}`,
      );
      const before = (await renewals(visit)).length;
      await visit.token(page, { scopes: [scope] });
      assert.equal((await renewals(visit)).length, before, where);
      await visit.call(page, 'logout', { provider: false });
      await page.close();
    }
  }
});

entraScene('a scope that was not granted is told as missing', async (_t, visit) => {
  const grantless = { kind: 'merge', set: { scope: 'openid profile User.Read' } };
  await visit.sandbox.switches({ entra: { token_fault: grantless } });
  const page = await visit.fresh(visit.entra({ scopes: ['User.Read', 'Group.ReadWrite.All'] }));
  const { session } = await visit.enter(page);
  assert.deepEqual(session.missingScopes, ['Group.ReadWrite.All']);
  const { error } = await visit.call(page, 'getAccessToken', { scopes: ['Group.ReadWrite.All'] });
  assert.equal(error?.code, 'interaction_required');
  assert.deepEqual(error.scopes, ['Group.ReadWrite.All']);
  const other = await visit.call(page, 'getAccessToken', { scopes: [`${DEMO_API}/Files.Read`] });
  assert.equal(other.error?.code, 'interaction_required');
});
