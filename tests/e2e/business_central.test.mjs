/** Business Central: three APIs by name, one company, writes with `If-Match`, and errors in three shapes. */
import assert from 'node:assert/strict';
import { BUSINESS_CENTRAL, CONTOSO, claimsOf, entraScene, serves, step } from './support/entra_scene.mjs';

const DATA = `/v2.0/${CONTOSO}/Production/api/v2.0`;

/** A signed-in page, and the id of the environment's one company. */
async function open(visit, provider = {}) {
  const page = await visit.signedIn(visit.businessCentral({ provider }));
  const { body } = await visit.fetch(page, '/companies');
  return { page, company: body.value?.[0].id, body };
}

const calls = (visit) => visit.sandbox.requests({ double: 'business-central' });

entraScene('login with the default scope, and the three APIs by name', async (_t, visit) => {
  const page = await visit.fresh(visit.businessCentral());
  const outcome = await visit.signIn(page);
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  const [left] = await visit.sandbox.exactly(1, visit.at('authorize'));
  assert.equal(left.query.scope, `${BUSINESS_CENTRAL}/user_impersonation openid profile offline_access`);
  assert.deepEqual(outcome.session.missingScopes, []);
  assert.equal(claimsOf(await visit.token(page)).aud, BUSINESS_CENTRAL);

  const companies = await visit.fetch(page, '/companies');
  assert.equal(companies.status, 200, JSON.stringify(companies));
  const automation = await visit.fetch(page, '/companies', {}, { api: 'automation' });
  assert.equal(automation.status, 200, JSON.stringify(automation));
  const environments = await visit.fetch(page, '/applications/environments', {}, { api: 'admin' });
  assert.equal(environments.status, 200, JSON.stringify(environments));
  assert.deepEqual(
    (await calls(visit)).map(({ path }) => path),
    [
      `${DATA}/companies`,
      `/v2.0/${CONTOSO}/Production/api/microsoft/automation/v2.0/companies`,
      '/admin/v2.29/applications/environments',
    ],
  );
  const mark = await visit.sandbox.mark();
  const { error } = await visit.fetch(page, '/companies', {}, { api: 'reports' });
  assert.deepEqual([error.code, error.field], ['config_invalid', 'api']);
  for (const path of ['../../../../admin/v2.29/x', '/../x', '//evil.localhost/x']) {
    assert.equal((await visit.fetch(page, path)).error?.code, 'origin_not_allowed', path);
  }
  await visit.sandbox.nothingAfter(mark);
});

entraScene("'.default' stands for all that was consented to, and comes back as names", async (_t, visit) => {
  await visit.sandbox.switches({ entra: { admin_consent: true } });
  const page = await visit.fresh(visit.businessCentral({ scopes: ['.default'] }));
  const outcome = await visit.signIn(page);
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  const [left] = await visit.sandbox.exactly(1, visit.at('authorize'));
  assert.equal(left.query.scope, `${BUSINESS_CENTRAL}/.default openid profile offline_access`);
  assert.deepEqual(outcome.session.missingScopes, []);
  assert.equal((await visit.fetch(page, '/companies')).status, 200);
});

entraScene('the versions, the environment and the company of the config are in the paths', async (_t, visit) => {
  const { company } = await open(visit);
  const provider = { environment: 'Sandbox', company, dataVersion: 'v2.0', adminVersion: 'v2.21' };
  const page = await visit.fresh(visit.businessCentral({ provider, redirectUri: '/callback/business-central' }), '/2');
  await visit.call(page, 'logout', { provider: false });
  const first = (await calls(visit)).length;
  await visit.enter(page);
  const customers = await visit.fetch(page, 'customers');
  const users = await visit.fetch(page, 'users', {}, { api: 'automation' });
  await visit.fetch(page, 'applications/environments', {}, { api: 'admin' });
  assert.deepEqual(
    (await calls(visit)).slice(first).map(({ path }) => path),
    [
      `/v2.0/${CONTOSO}/Sandbox/api/v2.0/companies(${company})/customers`,
      `/v2.0/${CONTOSO}/Sandbox/api/microsoft/automation/v2.0/companies(${company})/users`,
      '/admin/v2.21/applications/environments',
    ],
  );
  assert.ok([200, 404].includes(customers.status), `${customers.status}`);
  assert.ok([200, 404].includes(users.status), `${users.status}`);
});

entraScene('a PATCH with If-Match is sent as it is; stale and missing ones come back to the app', async (_t, visit) => {
  const { page, company } = await open(visit);
  const list = await visit.fetch(page, `/companies(${company})/customers`);
  const [customer] = list.body.value;
  const path = `/companies(${company})/customers(${customer.id})`;
  const patch = (etag) =>
    visit.fetch(page, path, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', ...(etag && { 'if-match': etag }) },
      body: JSON.stringify({ displayName: 'Renamed' }),
    });
  assert.equal((await patch()).status, 400);
  const good = await patch(customer['@odata.etag']);
  assert.deepEqual([good.status, good.body.displayName], [200, 'Renamed']);
  assert.equal((await patch(customer['@odata.etag'])).status, 409);
  assert.equal((await patch('*')).status, 200);
  await visit.sandbox.exactly(1, visit.at('token'));
});

entraScene('errors reach the app as the APIs write them', async (t, visit) => {
  await visit.sandbox.switches({ 'business-central': { admins: ['grace'] } });
  const { page } = await open(visit);
  await step(t, 'data: an envelope', async () => {
    const { status, body } = await visit.fetch(page, '/companies(00000000-0000-0000-0000-000000000000)/customers');
    assert.equal(status, 404);
    assert.equal(typeof body.error.code, 'string');
  });
  await step(t, 'admin: a flat one', async () => {
    const { status, body } = await visit.fetch(page, '/applications/environments', {}, { api: 'admin' });
    assert.equal(status, 403);
    assert.equal(typeof body.code, 'string');
  });
  for (const status of [429, 503, 408]) {
    await step(t, `busy: ${status}, and nothing is sent again`, async (part) => {
      serves(part, 'R-054', `an API that answers ${status} is not asked again by itself`);
      await visit.sandbox.switches({ 'business-central': { busy: { status, times: 1 } } });
      const before = (await calls(visit)).length;
      assert.equal((await visit.fetch(page, '/companies')).status, status);
      assert.equal((await calls(visit)).length, before + 1);
      assert.equal((await visit.fetch(page, '/companies')).status, 200);
    });
  }
  await visit.sandbox.exactly(1, visit.at('token'));
});

entraScene('an environment that never authorised the app: one renewal, then 401 is the answer', async (t, visit) => {
  serves(t, 'R-107', 'a 401 that no token changes: one renewal and one more try a call');
  const page = await visit.signedIn(visit.businessCentral());
  await visit.sandbox.switches({ 'business-central': { unauthorized_environments: ['Production'] } });
  const { status, body } = await visit.fetch(page, '/companies');
  assert.deepEqual([status, body.error.code], [401, 'Authentication_InvalidCredentials']);
  assert.equal((await calls(visit)).length, 2);
  await visit.sandbox.exactly(2, visit.at('token'));
  assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in');
});

entraScene('a 401 without a body from the Admin Center: renewed, and the call is made again', async (_t, visit) => {
  const page = await visit.signedIn(visit.businessCentral());
  await visit.sandbox.expire('access');
  const answer = await visit.fetch(page, '/applications/environments', {}, { api: 'admin' });
  assert.equal(answer.status, 200);
  assert.deepEqual(
    (await calls(visit)).map(({ status }) => status),
    [401, 200],
  );
  await visit.sandbox.exactly(2, visit.at('token'));
});

entraScene('CORS off at one of the APIs: a TypeError there, the others go on', async (_t, visit) => {
  for (const off of ['admin', 'data', 'automation']) {
    const cors = { admin: true, data: true, automation: true, [off]: false };
    await visit.sandbox.switches({ 'business-central': { cors } });
    const page = await visit.signedIn(visit.businessCentral());
    for (const [api, path] of [
      ['data', '/companies'],
      ['automation', '/companies'],
      ['admin', '/applications/environments'],
    ]) {
      const { status, error } = await visit.fetch(page, path, {}, { api });
      assert.equal(error?.name ?? status, api === off ? 'TypeError' : 200, `${off} is off: ${api}`);
      assert.notEqual(error?.isAuthError, true);
    }
    assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in');
    await page.close();
  }
});
