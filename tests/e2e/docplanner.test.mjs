/** Docplanner's API through the relay, behind the sign-in of somebody else: who may call, and what is sent how often. */
import assert from 'node:assert/strict';
import { relayScene, serves, step } from './support/relay_scene.mjs';

const FACILITIES = '/api/v3/integration/facilities';
const DOCTOR = `${FACILITIES}/1/doctors/10/addresses/100`;
const API = { double: 'docplanner', path: /^\/api\// };
const MACHINE = { double: 'docplanner', path: '/oauth/v2/token' };

/** A page whose `window.api` is guarded by the sign-in of its `window.auth`; nobody is signed in yet. */
async function guarded(visit, changes = {}) {
  await visit.sandbox.switches({ oidc: { access_token_format: 'jwt', refresh_tokens: 'always' } });
  const page = await visit.tab({ config: visit.oidc(), guarded: visit.docplanner(changes) });
  await visit.arrive(page);
  return page;
}

/** The same, with ada signed in. */
async function entered(visit, user = 'ada') {
  const page = await guarded(visit);
  await visit.sandbox.switches({ oidc: { auto_login: user } });
  await visit.enter(page);
  return page;
}

const guardTokens = async (visit) =>
  (await visit.sandbox.requests({ path: visit.path('oidc', 'token') })).filter(({ form }) => form.resource);

relayScene('who is signed in and on the list calls; everybody is the one of the guard', async (t, visit) => {
  const page = await guarded(visit);
  assert.equal((await page.evaluate(() => window.plain(window.api.snapshot()))).status, 'signed-out');
  await page.evaluate(() => setTimeout(() => void window.settled(() => window.api.login({ returnTo: '/calendar' }))));
  const outcome = await visit.outcome(page);
  assert.deepEqual([outcome.status, outcome.via, outcome.returnTo], ['signed-in', 'callback', '/calendar']);
  const same = () =>
    page.evaluate(() => [window.api.snapshot() === window.auth.snapshot(), window.api.session === window.auth.session]);
  assert.deepEqual(await same(), [true, true]);

  const { status, body } = await visit.fetch(page, FACILITIES);
  assert.deepEqual([status, body._items[0].name], [200, 'Lovelace Clinic']);
  const booked = await visit.fetch(page, `${DOCTOR}/bookings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"patient":{"name":"Blaise"}}',
  });
  assert.deepEqual([booked.status, booked.body.booking.patient.name], [201, 'Blaise']);
  const calls = await visit.sandbox.exactly(2, API);
  const [asked] = await guardTokens(visit);
  assert.equal(asked.form.resource, visit.entry('docplanner'));
  const [machine] = await visit.sandbox.exactly(1, MACHINE);
  assert.deepEqual([machine.form.grant_type, machine.authorization.scheme], ['client_credentials', 'Basic']);
  for (const { headers, cookies, authorization } of calls) {
    assert.deepEqual(cookies, []);
    assert.deepEqual([headers.origin, headers.referer, headers['docgate-relay']], [undefined, undefined, undefined]);
    assert.notEqual(authorization.token_hash, machine.authorization.token_hash);
  }
  serves(
    t,
    'R-142',
    'a guarded call goes to the base that the relay knows, without cookies and without its own header',
  );

  const left = await page.evaluate(async () => {
    await window.api.logout();
    return [window.auth.snapshot().status, window.api.snapshot().status];
  });
  assert.deepEqual(left, ['signed-out', 'signed-out']);
  const { error } = await visit.fetch(page, FACILITIES);
  assert.equal(error.code, 'login_required');
  await visit.sandbox.exactly(2, API);
});

relayScene(
  'who is not signed in, or not on the list, or has no token for the relay, calls nothing',
  async (t, visit) => {
    await step(t, 'nobody is signed in', async (part) => {
      const page = await guarded(visit);
      const { error } = await visit.fetch(page, FACILITIES);
      assert.deepEqual([error.code, error.isAuthError], ['login_required', true]);
      serves(part, 'A-44', 'a machine API behind a guard, without a sign-in: nothing goes upstream');
    });
    await step(t, 'somebody who is in no group', async (part) => {
      const page = await entered(visit, 'linus');
      const { status, body } = await visit.fetch(page, FACILITIES);
      assert.deepEqual([status, body.error], [403, 'user_not_allowed']);
      assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in');
      serves(part, 'A-44', 'a machine API behind a guard, for a person who is not allowed: nothing goes upstream');
    });
    for (const [name, access_token] of [
      ['another audience', { set: { aud: 'https://other.example' } }],
      ['a signature of nobody', { signature: 'corrupt' }],
      ['no signature', { signature: 'none' }],
      ['another issuer', { set: { iss: 'https://other.example' } }],
      ['ended long ago', { shift: { exp: -7200 } }],
    ]) {
      await step(t, `a token with ${name}`, async (part) => {
        const page = await entered(visit);
        await visit.sandbox.switches({ oidc: { access_token } });
        const mark = await visit.sandbox.mark();
        const { status, body } = await visit.fetch(page, FACILITIES);
        assert.deepEqual([status, body.error], [401, 'token_invalid']);
        // One fresh token, and then what the relay says is the app's to read.
        assert.equal((await guardTokens(visit)).filter(({ number }) => number > mark).length, 2);
        await visit.sandbox.switches({ oidc: { access_token: null } });
        serves(part, 'R-139', `the guard refuses an access token with ${name}`);
      });
    }
    await visit.sandbox.exactly(0, { double: 'docplanner' });
  },
);

relayScene('a refused guard token: one fresh token, one replay, whatever the method', async (_t, visit) => {
  const page = await entered(visit);
  for (const init of [{}, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"n":1}' }]) {
    await visit.sandbox.switches({ oidc: { access_token: { set: { aud: 'https://other.example' } } } });
    await page.evaluate((resource) => window.auth.getAccessToken({ resource, fresh: true }), visit.entry('docplanner'));
    await visit.sandbox.switches({ oidc: { access_token: null } });
    const [mark, before] = [await visit.sandbox.mark(), (await visit.sandbox.requests(API)).length];
    const { status } = await visit.fetch(page, init.body ? `${DOCTOR}/bookings` : FACILITIES, init);
    // The relay had sent nothing on, so that even a booking may be tried again.
    assert.equal(status, init.body ? 201 : 200);
    assert.equal((await guardTokens(visit)).filter(({ number }) => number > mark).length, 1);
    await visit.sandbox.exactly(before + 1, API);
  }
  assert.equal((await visit.sandbox.state()).docplanner.state.booked, 1);
});

relayScene('the API refuses the machine’s token: a new one, and what may be sent twice is', async (t, visit) => {
  const page = await entered(visit);
  const refusal = { kind: 'custom', status: 401, body: { message: 'no' }, times: 1, execute: true };
  await step(t, 'a read is', async () => {
    await visit.sandbox.switches({ docplanner: { api_fault: refusal } });
    assert.equal((await visit.fetch(page, FACILITIES)).status, 200);
    await visit.sandbox.exactly(2, API);
    await visit.sandbox.exactly(2, MACHINE);
  });
  await step(t, 'a booking is not', async (part) => {
    await visit.sandbox.switches({ docplanner: { api_fault: refusal } });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"patient":"Ada"}' };
    const { status, body } = await visit.fetch(page, `${DOCTOR}/bookings`, init);
    assert.deepEqual([status, body.error], [502, 'upstream_refused']);
    await visit.sandbox.exactly(1, { ...API, method: 'POST' });
    const { body: list } = await visit.fetch(page, `${DOCTOR}/bookings`);
    assert.equal(list._items.length, 1);
    serves(part, 'A-44', 'a call that must not be repeated is not repeated by the relay');
  });
});
