/** What an API wants of a token that is good otherwise: claims (Microsoft Entra ID), or another sign-in (RFC 9470). */
import assert from 'node:assert/strict';
import { claimsOf, entraScene, serves } from './support/entra_scene.mjs';
import { scene } from './support/scene.mjs';
import { gone, opener } from './support/windows.mjs';

const WANTED = { access_token: { acrs: { essential: true, value: 'c1' } } };
const CHALLENGE = { kind: 'claims', claims: WANTED };
/** What an app that can handle challenges says of itself. */
const CAPABLE = { access_token: { xms_cc: { values: ['cp1'] } } };

const challenge = (visit, more = {}) => visit.sandbox.switches({ entra: { challenge: { ...CHALLENGE, ...more } } });
const calls = (visit) => visit.sandbox.requests({ double: 'graph' });
const renewals = async (visit) =>
  (await visit.sandbox.requests(visit.at('token'))).filter(({ form }) => form.grant_type === 'refresh_token');

/** So many calls at the API with these answers, so many renewals. */
async function counts(visit, statuses, renewed) {
  assert.deepEqual(
    (await calls(visit)).map(({ status }) => status),
    statuses,
  );
  assert.equal((await renewals(visit)).length, renewed, 'renewals');
}

const isSignedIn = async (visit, page) =>
  assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in', 'the session was given up');

entraScene(
  'insufficient_claims: one renewal with the claims, one more try, and later calls just work',
  async (t, visit) => {
    serves(t, 'R-107', 'a claims challenge: one renewal with its claims, one replay, 200');
    const page = await visit.signedIn(visit.entra());
    await challenge(visit);
    const answer = await visit.fetch(page, '/v1.0/notes', { method: 'POST', body: '{"text":"x"}' });
    assert.equal(answer.status, 200, JSON.stringify(answer));
    assert.deepEqual(answer.body.received, { text: 'x' });
    await counts(visit, [401, 200], 1);
    const [renewal] = await renewals(visit);
    assert.deepEqual(JSON.parse(renewal.form.claims), WANTED);
    assert.deepEqual(claimsOf(await visit.token(page)).acrs, ['c1']);
    assert.equal((await visit.fetch(page, '/v1.0/me')).status, 200);
    await page.reload();
    await visit.outcome(page);
    assert.equal((await visit.fetch(page, '/v1.0/me')).status, 200);
    await counts(visit, [401, 200, 200, 200], 1);
    // What was once wanted is wanted again.
    await visit.token(page, { fresh: true });
    assert.equal((await visit.fetch(page, '/v1.0/me')).status, 200);
    await counts(visit, [401, 200, 200, 200, 200], 2);
  },
);

entraScene('a body that cannot be sent twice: the token is made ready, the 401 goes to the app', async (t, visit) => {
  serves(t, 'R-107', 'a stream is never sent a second time');
  const page = await visit.tab({ config: visit.entra() });
  await page.addInitScript(() => {
    const genuine = window.fetch;
    // Streams go out over HTTP/2 only: this one is read first, and then sent.
    window.fetch = async (request, ...more) => {
      if (!(request instanceof Request) || request.body === null) return await genuine(request, ...more);
      const { url, method, headers } = request;
      return await genuine(url, { method, headers, credentials: 'omit', body: await request.text() });
    };
  });
  await visit.arrive(page);
  await visit.enter(page);
  await challenge(visit);
  const seen = await page.evaluate(async () => {
    const send = async (text) => {
      const body = new Blob([text]).stream();
      const { status, error } = await window.fetched('/v1.0/notes', { method: 'POST', body, duplex: 'half' });
      return status ?? error;
    };
    return { first: await send('once'), second: await send('twice') };
  });
  assert.deepEqual(seen, { first: 401, second: 200 });
  await counts(visit, [401, 200], 1);
});

entraScene("a header that the page cannot read: one forced renewal, then the 401 is the app's", async (t, visit) => {
  serves(t, 'R-107', 'a challenge that is not exposed: one renewal and one replay, then the answer');
  const page = await visit.signedIn(visit.entra());
  await challenge(visit, { expose: false });
  const answer = await visit.fetch(page, '/v1.0/me');
  assert.equal(answer.status, 401, JSON.stringify(answer));
  await counts(visit, [401, 401], 1);
  assert.equal((await renewals(visit))[0].form.claims, undefined);
  await isSignedIn(visit, page);
});

entraScene('a challenge that never ends: interaction_required with the claims, and bounded', async (t, visit) => {
  serves(t, 'R-107', 'a challenge that no token ends: one renewal and one replay a call');
  const page = await visit.signedIn(visit.entra());
  const never = { access_token: { nbf: { essential: true, value: '9999999999' } } };
  await challenge(visit, { claims: never });
  for (const turn of [1, 2, 3]) {
    const { error } = await visit.fetch(page, '/v1.0/me');
    assert.equal(error?.code, 'interaction_required', `turn ${turn}`);
    assert.deepEqual(JSON.parse(error.claims), never);
    assert.equal((await calls(visit)).length, 2 * turn);
    assert.ok((await renewals(visit)).length <= turn, `${(await renewals(visit)).length} renewals`);
  }
  await isSignedIn(visit, page);
});

entraScene('twenty calls at once, all challenged: one renewal, and every one goes through', async (t, visit) => {
  serves(t, 'R-107', 'twenty challenged calls: one renewal for all');
  const page = await visit.signedIn(visit.entra());
  await challenge(visit);
  const statuses = await page.evaluate(() =>
    Promise.all(
      Array.from({ length: 20 }, () => window.fetched('/v1.0/me').then(({ status, error }) => status ?? error.code)),
    ),
  );
  assert.deepEqual(new Set(statuses), new Set([200]));
  assert.equal((await renewals(visit)).length, 1);
  assert.equal((await calls(visit)).length, 40);
});

entraScene(
  'claims that need the person: interaction_required carries them, and login() satisfies them',
  async (t, visit) => {
    serves(t, 'R-107', 'claims that no renewal brings: login({ claims }) does');
    const page = await visit.signedIn(visit.entra());
    await visit.sandbox.switches({ entra: { claims_need_interaction: true } });
    await challenge(visit);
    const { error } = await visit.fetch(page, '/v1.0/me');
    assert.equal(error?.code, 'interaction_required');
    assert.deepEqual(JSON.parse(error.claims), WANTED);
    assert.deepEqual(error.errorCodes, [50076]);
    assert.equal(error.suberror, 'basic_action');
    await counts(visit, [401], 1);
    await isSignedIn(visit, page);
    const outcome = await visit.signIn(page, { claims: error.claims });
    assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
    const departures = await visit.sandbox.requests(visit.at('authorize'));
    assert.deepEqual(JSON.parse(departures.at(-1).query.claims), WANTED);
    assert.equal((await visit.fetch(page, '/v1.0/me')).status, 200);
    await counts(visit, [401, 200], 1);
  },
);

entraScene(
  'claimsChallenges: the capability stands in the authorization and in every token request',
  async (_t, visit) => {
    const page = await visit.fresh(visit.entra({ claimsChallenges: true }));
    await visit.signIn(page);
    await visit.token(page, { fresh: true });
    const [left] = await visit.sandbox.exactly(1, visit.at('authorize'));
    assert.deepEqual(JSON.parse(left.query.claims), CAPABLE);
    for (const { form } of await visit.sandbox.exactly(2, visit.at('token'))) {
      assert.deepEqual(JSON.parse(form.claims), CAPABLE);
    }
    await challenge(visit);
    assert.equal((await visit.fetch(page, '/v1.0/me')).status, 200);
    const { form } = (await renewals(visit)).at(-1);
    assert.deepEqual(JSON.parse(form.claims), { access_token: { ...CAPABLE.access_token, ...WANTED.access_token } });
    const { access_token } = JSON.parse((await renewals(visit)).at(-1).form.claims);
    assert.deepEqual(access_token.xms_cc.values, ['cp1']);
  },
);

entraScene("claimsChallenges: 'popup': a window answers, and the call is made again", async (t, visit) => {
  serves(t, 'R-107', 'a challenge that needs the person: a popup, then one more try');
  const page = await opener(visit, { config: visit.entra({ claimsChallenges: 'popup' }), at: '/rooms/1' });
  await visit.enter(page, { returnTo: '/rooms/1' });
  await visit.sandbox.switches({ entra: { claims_need_interaction: true } });
  await challenge(visit);
  const opened = visit.context.waitForEvent('page');
  const answer = await visit.fetch(page, '/v1.0/me');
  assert.equal(answer.status, 200, JSON.stringify(answer));
  await gone(await opened);
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  await counts(visit, [401, 200], 1);
  await isSignedIn(visit, page);
});

entraScene(
  "'popup' when somebody else is there by the time the API answers: no window, and no second call",
  async (t, visit) => {
    serves(t, 'R-107', 'a challenge to the call of one person is not answered by another');
    await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
    const config = visit.oidc({ apiBase: `${visit.issuer}/api/`, claimsChallenges: 'popup' });
    const page = await visit.signedIn(config);
    await visit.sandbox.switches({ oidc: { challenge: { acr_values: 'gold' } } });
    let free;
    const freed = new Promise((resolve) => {
      free = resolve;
    });
    await page.route(/\/api\/me$/, async (route) => {
      await freed;
      await route.continue();
    });
    const sent = page.waitForRequest(/\/api\/me$/);
    const calling = visit.fetch(page, '/me');
    await sent;
    await visit.sandbox.switches({ oidc: { auto_login: 'grace' } });
    const other = await visit.tab({ config });
    await visit.arrive(other, '/rooms/2');
    const { session } = await visit.enter(other);
    await page.waitForFunction((id) => window.auth.session?.user?.id === id, session.user.id, { polling: 20 });
    free();
    const { error, status } = await calling;
    assert.equal(error?.code, 'interaction_required', `${status}`);
    assert.equal(visit.context.pages().length, 2, 'a window was opened');
    await visit.sandbox.exactly(1, { path: new URL(`${visit.issuer}/api/me`).pathname });
  },
);

entraScene("'popup' where no window opens: the challenge stands, and is told", async (_t, visit) => {
  const page = await visit.signedIn(visit.entra({ claimsChallenges: 'popup' }));
  await visit.sandbox.switches({ entra: { claims_need_interaction: true } });
  await challenge(visit);
  await page.evaluate(() => {
    window.open = () => null;
  });
  const { error } = await visit.fetch(page, '/v1.0/me');
  assert.equal(error?.code, 'interaction_required', JSON.stringify(error));
  assert.deepEqual(JSON.parse(error.claims).access_token.acrs, WANTED.access_token.acrs);
  await isSignedIn(visit, page);
});

entraScene('a challenge that names another issuer is an ordinary 401', async (t, visit) => {
  serves(t, 'R-107', 'authorization_uri of another host: its claims are asked of nobody');
  const page = await visit.signedIn(visit.entra());
  const claims = Buffer.from(JSON.stringify(WANTED)).toString('base64');
  const headers = (uri) => ({
    'access-control-expose-headers': 'WWW-Authenticate',
    'www-authenticate': `Bearer error="insufficient_claims", authorization_uri="${uri}", claims="${claims}"`,
  });
  const evil = `${visit.evil}/common/oauth2/authorize`;
  const api_fault = { kind: 'custom', status: 401, headers: headers(evil), body: '{}' };
  await visit.sandbox.switches({ entra: { api_fault } });
  const answer = await visit.fetch(page, '/v1.0/me');
  assert.equal(answer.status, 401, JSON.stringify(answer));
  for (const { form } of await renewals(visit)) assert.equal(form.claims, undefined);
  assert.ok((await renewals(visit)).length <= 1);
  await visit.sandbox.exactly(0, { double: 'evil' });
  await isSignedIn(visit, page);
});

scene('the same challenge at a standard provider is an ordinary 401', async (t, visit) => {
  serves(t, 'R-170', "Entra's claims challenge at a standard provider: its claims are sent to nobody");
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
  const page = await visit.tab({ config: visit.oidc({ apiBase: `${visit.issuer}/api/` }) });
  await visit.arrive(page);
  await visit.enter(page);
  const claims = Buffer.from(JSON.stringify(WANTED)).toString('base64');
  const headers = {
    'access-control-expose-headers': 'WWW-Authenticate',
    'www-authenticate': `Bearer error="insufficient_claims", claims="${claims}"`,
  };
  await visit.sandbox.switches({ oidc: { api_fault: { kind: 'custom', status: 401, headers, body: '{}' } } });
  const status = await page.evaluate(() => window.fetched('/me').then(({ status, error }) => status ?? error));
  assert.equal(status, 401);
  const sent = await visit.sandbox.requests({ path: visit.path('oidc', 'token') });
  assert.equal(sent.length, 2);
  for (const { form } of sent) assert.equal(form.claims, undefined);
});

// RFC 9470

/** How to get a page at an API that may ask for a stronger or newer sign-in. */
const STEP_UPS = {
  oidc: {
    async open(visit) {
      await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
      return await visit.signedIn(visit.oidc({ apiBase: `${visit.issuer}/api/` }));
    },
    ask: (visit, wanted) => visit.sandbox.switches({ oidc: { challenge: wanted } }),
    authorize: (visit) => ({ path: visit.path('oidc', 'authorize') }),
    token: (visit) => ({ path: visit.path('oidc', 'token') }),
    path: '/me',
  },
  doccentrum: {
    open: (visit) => visit.signedIn(visit.doccentrum()),
    ask: (visit, wanted) => visit.sandbox.switches({ doccentrum: { challenge: { kind: 'step-up', ...wanted } } }),
    authorize: (visit) => visit.at('authorize'),
    token: (visit) => visit.at('token'),
    path: '/api/tasks/my',
  },
};

for (const [id, { open, ask, authorize, token, path }] of Object.entries(STEP_UPS)) {
  entraScene(
    `${id}: a stronger sign-in is wanted: interaction_required, login({ acrValues }), and the call works`,
    async (t, visit) => {
      serves(t, 'R-107', `${id}: insufficient_user_authentication with acr_values goes to the app`);
      const page = await open(visit);
      await ask(visit, { acr_values: 'gold silver' });
      const tokens = (await visit.sandbox.requests(token(visit))).length;
      const { error } = await visit.fetch(page, path);
      assert.equal(error?.code, 'interaction_required', JSON.stringify(error));
      assert.equal(error.acrValues, 'gold silver');
      assert.equal(error.maxAge, undefined);
      assert.equal((await visit.sandbox.requests(token(visit))).length, tokens, 'no renewal can bring that');
      await isSignedIn(visit, page);
      const outcome = await visit.signIn(page, { acrValues: error.acrValues });
      assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
      const left = (await visit.sandbox.requests(authorize(visit))).at(-1);
      assert.equal(left.query.acr_values, 'gold silver');
      assert.equal((await visit.fetch(page, path)).status, 200);
    },
  );

  entraScene(
    `${id}: a newer sign-in is wanted: interaction_required, login({ maxAge }), and the call works`,
    async (t, visit) => {
      serves(t, 'R-107', `${id}: insufficient_user_authentication with max_age goes to the app`);
      const page = await open(visit);
      await visit.later(page, 600_000);
      await ask(visit, { max_age: 300 });
      const { error } = await visit.fetch(page, path);
      assert.equal(error?.code, 'interaction_required', JSON.stringify(error));
      assert.equal(error.maxAge, 300);
      await isSignedIn(visit, page);
      const outcome = await visit.signIn(page, { maxAge: error.maxAge });
      assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
      assert.equal((await visit.sandbox.requests(authorize(visit))).at(-1).query.max_age, '300');
      assert.equal((await visit.fetch(page, path)).status, 200);
    },
  );
}

entraScene(
  'a provider that signs in without the class that was wanted: the login fails, the session stays',
  async (t, visit) => {
    serves(t, 'A-25', 'acr is not one of those wanted: the ID token is refused, the session that exists stays');
    await visit.sandbox.switches({ oidc: { acr: 'bronze' } });
    const page = await visit.signedIn(visit.oidc({ apiBase: `${visit.issuer}/api/` }));
    const outcome = await visit.signIn(page, { acrValues: 'gold' });
    assert.equal(outcome.status, 'failed');
    assert.deepEqual([outcome.error.code, outcome.error.field], ['id_token_invalid', 'acr']);
    await isSignedIn(visit, page);
    assert.equal((await visit.fetch(page, '/me')).status, 200);
  },
);
