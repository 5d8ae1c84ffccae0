/** APIs without CORS through the relay, with the page's own token: Business Central, docCentrum. */
import assert from 'node:assert/strict';
import { CONTOSO } from './support/entra_visit.mjs';
import { relayScene, serves, step } from './support/relay_scene.mjs';

const NONE = { admin: false, data: false, automation: false };

/** Business Central, through the relay unless told otherwise, with ada signed in. */
async function businessCentral(visit, provider = { relay: visit.entry('business-central') }) {
  await visit.sandbox.switches({ 'business-central': { cors: NONE } });
  return await visit.signedIn(visit.businessCentral({ provider }));
}

async function docCentrum(visit) {
  const { apiBase: _, ...config } = visit.doccentrum({ provider: { relay: visit.entry('doccentrum') } });
  return await visit.signedIn(config);
}

/** What came to an API was sent by the relay: none of the browser's own headers. */
function assertByTheRelay(calls) {
  for (const { headers, cookies, authorization } of calls) {
    assert.deepEqual(cookies, []);
    assert.equal(authorization.scheme, 'Bearer');
    const own = ['origin', 'referer', 'docgate-relay', 'sec-fetch-site', 'sec-fetch-mode', 'x-forwarded-for'];
    for (const name of own) assert.equal(headers[name], undefined, name);
  }
}

relayScene(
  'Business Central without CORS: fails directly, and all three APIs answer through the relay',
  async (t, visit) => {
    const direct = await businessCentral(visit, {});
    const { error } = await visit.fetch(direct, '/applications/environments', {}, { api: 'admin' });
    assert.equal(error.name, 'TypeError', JSON.stringify(error));
    assert.deepEqual(await visit.sandbox.requests({ double: 'business-central' }), []);
    await direct.close();

    const page = await businessCentral(visit);
    const environments = await visit.fetch(page, '/applications/environments', {}, { api: 'admin' });
    assert.deepEqual([environments.status, environments.body.value.length], [200, 2], JSON.stringify(environments));
    assert.equal((await visit.fetch(page, '/companies')).status, 200);
    assert.equal((await visit.fetch(page, '/companies', {}, { api: 'automation' })).status, 200);
    const calls = await visit.sandbox.exactly(3, { double: 'business-central' });
    assert.deepEqual(
      calls.map(({ path }) => path),
      [
        '/admin/v2.29/applications/environments',
        `/v2.0/${CONTOSO}/Production/api/v2.0/companies`,
        `/v2.0/${CONTOSO}/Production/api/microsoft/automation/v2.0/companies`,
      ],
    );
    assertByTheRelay(calls);
    // Signing in and renewing are the page's own affair there.
    await visit.token(page, { fresh: true });
    const tokens = await visit.sandbox.requests(visit.at('token'));
    assert.ok(tokens.every(({ headers }) => headers.origin === visit.app));
    serves(t, 'R-142', 'an API without CORS gets what its list allows, from the relay, without a cookie of anybody’s');
  },
);

relayScene('docCentrum through the relay: reads, writes, and bodies as they are', async (_t, visit) => {
  await visit.sandbox.switches({ doccentrum: { cors: false } });
  const page = await docCentrum(visit);
  const mine = await visit.fetch(page, '/api/tasks/my?sort=due%20date&a=%C3%A4');
  assert.deepEqual([mine.status, mine.body.tasks?.[0].assignee], [200, 'ada'], JSON.stringify(mine));
  const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{"state":"däne"}' };
  const written = await visit.fetch(page, 'api/tasks/1', init);
  assert.deepEqual([written.status, written.body.received], [200, { state: 'däne' }]);
  const calls = await visit.sandbox.exactly(2, { double: 'doccentrum' });
  assert.deepEqual(
    calls.map(({ path, query }) => [path, query]),
    [
      ['/premium/api/tasks/my', { sort: 'due date', a: 'ä' }],
      ['/premium/api/tasks/1', {}],
    ],
  );
  assertByTheRelay(calls);
});

relayScene('what is not on the list, or leads out of it, goes nowhere', async (t, visit) => {
  await visit.sandbox.switches({ doccentrum: { cors: false } });
  const page = await docCentrum(visit);
  const mark = await visit.sandbox.mark();
  const nothing = () => visit.sandbox.nothingAfter(mark, { double: 'doccentrum' });
  await step(t, 'by the page', async (part) => {
    for (const path of [
      '../../files/token',
      '/../x',
      '/api/tasks/../../../enadoc/api/x',
      '//evil.localhost/x',
      '\\\\evil.localhost\\x',
      '@evil.localhost/x',
      `${visit.evil}/x`,
      '/api/%2e%2e/x',
      '/api/tasks/%2E%2e/%2e%2E/x',
    ]) {
      const { status, error } = await visit.fetch(page, path);
      assert.ok(error?.code === 'origin_not_allowed' || status === 403, `${path}: ${status} ${error?.code}`);
    }
    await nothing();
    serves(part, 'A-44', 'paths that lead out of the API, by auth.fetch: nothing goes upstream');
  });
  await step(t, 'by the relay', async (part) => {
    for (const [path, init, refusal] of [
      ['/api/other', {}, 'path_not_allowed'],
      ['/api', {}, 'path_not_allowed'],
      ['/api/tasks', { method: 'POST', body: '{}' }, 'method_not_allowed'],
      ['/api/tasks/1', { method: 'PATCH', body: '{}' }, 'method_not_allowed'],
      ['/api/tasks/a%2f..%2fb', {}, 'path_not_allowed'],
      ['/api/tasks/a%5c..%5cb', {}, 'path_not_allowed'],
      ['/api/tasks/%252e%252e/x', {}, 'path_not_allowed'],
      ['/api/tasks/%00', {}, 'path_not_allowed'],
      ['/api/tasks/x;y', {}, 'path_not_allowed'],
      ['/api/tasks//x', {}, 'path_not_allowed'],
      ['/api/tasks/%c0%ae%c0%ae/x', {}, 'path_not_allowed'],
    ]) {
      const { status, body, error } = await visit.fetch(page, path, init);
      const said = body?.error ?? error?.code ?? error?.name;
      // The page's own parser may be the first to refuse it.
      assert.ok([refusal, 'origin_not_allowed'].includes(said), `${path}: ${status} ${said}`);
    }
    await nothing();
    serves(part, 'A-44', 'paths and methods that are not on the list: refused by the relay, nothing goes upstream');
  });
  await step(t, 'by whoever does not use docgate', async (part) => {
    // The token is the page's own: a script there may send what it likes.
    const answers = await page.evaluate(async (entry) => {
      const authorization = `Bearer ${await window.auth.getAccessToken()}`;
      const send = (path, headers) =>
        fetch(`${entry}/api${path}`, { credentials: 'include', headers: { authorization, ...headers } })
          .then(async (response) => [response.status, (await response.json()).error])
          .catch((error) => [0, error.name]);
      const own = { 'docgate-relay': '1' };
      return [
        await send('/api/tasks/my', {}),
        await send('/api/tasks/my', { ...own, authorization: '' }),
        await send('/api/tasks/my', { ...own, authorization: 'Basic abc' }),
        await send('/api/other', own),
        await send('/api/tasks/my?x=http://evil.localhost/', { ...own, 'x-forwarded-host': 'evil.localhost' }),
      ];
    }, visit.entry('doccentrum'));
    assert.deepEqual(answers, [
      [403, 'header_missing'],
      [401, 'token_invalid'],
      [401, 'token_invalid'],
      [403, 'path_not_allowed'],
      // The preflight does not allow that header.
      [0, 'TypeError'],
    ]);
    await nothing();
    serves(part, 'R-143', 'without the relay’s own header, or with others than it allows: refused, nothing upstream');
  });
});

relayScene('the API says 401: one renewal, one replay, also when it says so again', async (t, visit) => {
  const page = await docCentrum(visit);
  const refusal = {
    kind: 'custom',
    status: 401,
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    body: {},
  };
  for (const [times, status, api] of [
    [1, 200, 2],
    [9, 401, 2],
  ]) {
    await visit.sandbox.switches({ doccentrum: { api_fault: { ...refusal, times } } });
    const before = (await visit.sandbox.requests({ double: 'doccentrum' })).length;
    const tokens = (await visit.sandbox.requests(visit.at('token'))).length;
    assert.equal((await visit.fetch(page, '/api/tasks/my')).status, status);
    await visit.sandbox.exactly(before + api, { double: 'doccentrum' });
    await visit.sandbox.exactly(tokens + 1, visit.at('token'));
  }
  assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in');
  serves(t, 'A-44', 'a 401 through the relay is answered by one renewal and one replay, and then handed to the app');
});

relayScene('an API that redirects, or cannot be reached: refused, and not followed', async (t, visit) => {
  const page = await docCentrum(visit);
  for (const [api_fault, status, refusal] of [
    [{ kind: 'redirect', to: `${visit.evil}/x` }, 502, 'upstream_refused'],
    [{ kind: 'redirect', to: `${visit.evil}/x`, status: 307 }, 502, 'upstream_refused'],
    [{ kind: 'close' }, 502, 'upstream_unreachable'],
    [
      { kind: 'custom', status: 200, headers: { 'set-cookie': 'a=b', 'content-type': 'text/plain' }, body: 'x' },
      200,
      undefined,
    ],
  ]) {
    await visit.sandbox.switches({ doccentrum: { api_fault } });
    const answer = await visit.fetch(page, '/api/tasks/my');
    assert.deepEqual([answer.status, answer.body.error], [status, refusal], JSON.stringify(api_fault));
  }
  assert.ok(!(await visit.context.cookies()).some(({ name }) => name === 'a'), 'a cookie of the API’s came through');
  await visit.sandbox.exactly(0, { double: 'evil' });
  serves(t, 'R-142', 'a redirect of an API is not followed, its cookie is not passed on');
});
