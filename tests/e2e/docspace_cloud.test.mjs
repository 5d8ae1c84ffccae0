/** DocSpace's cloud: one host to sign in at, the person's portal behind it, and a token that says where that is. */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';

const ME = '/api/2.0/people/@self';
const AUTHORIZE = '/oauth2/authorize';
const TOKEN = '/oauth2/token';

const status = (page, path = ME) =>
  page.evaluate(async (route) => {
    const { value, error } = await window.settled(async () => (await window.auth.fetch(route)).status);
    return value ?? error.code;
  }, path);

/** Which doubles the requests after `mark` went to. */
async function places(visit, mark, path) {
  const entries = await visit.sandbox.requests({ path });
  return entries.filter(({ number }) => number > mark).map(({ double }) => double);
}

scene('through the real pages: sign in, choose a portal, allow; the API is where the token says', async (_t, visit) => {
  await visit.sandbox.switches({ docspace: { auto_login: null, auto_consent: false, portals: ['eu', 'us'] } });
  const page = await visit.tab({ config: visit.docspaceCloud() });
  await visit.arrive(page, '/rooms/1');
  visit.taken(page, 'result');
  await page.evaluate(() => {
    setTimeout(() => void window.settled(window.auth.login()));
  });
  await page.click('#user-grace');
  await page.click('#portal-eu');
  await page.click('#consent-allow');
  const { status: found, session, error } = await visit.outcome(page);
  assert.equal(found, 'signed-in', JSON.stringify(error));
  assert.equal(new URL(session.apiBase).origin, visit.cloud.eu);
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  const [exchange] = await visit.sandbox.exactly(1, { path: TOKEN });
  assert.equal(exchange.double, 'docspace-cloud');
  assert.match(exchange.form.code, /^eu:[\w-]{128}$/, 'as it was given, colon included');

  assert.equal(await status(page), 200);
  const { value: told } = await visit.call(page, 'introspect');
  assert.equal(told.active, true);
  assert.equal(told.region, 'eu');
  const profile = await visit.call(page, 'fetchProfile');
  assert.equal(profile.value.firstName, 'Grace');
  const [guid, ...portal] = session.user.id.split('.');
  assert.equal(guid, profile.value.id);
  assert.deepEqual(portal, [String(told.tid), 'eu']);
  assert.deepEqual(await places(visit, 0, /introspect$|people/), ['docspace-eu', 'docspace-eu', 'docspace-eu']);
});

scene('a portal that is not among those that the app allows never gets the token', async (t, visit) => {
  serves(t, 'R-106', 'a token whose aud is another host than the allowed ones: refused, and sent nowhere');
  await visit.sandbox.switches({ docspace: { portals: ['us'] } });
  const page = await visit.tab({ config: visit.docspaceCloud() });
  await visit.arrive(page);
  const outcome = await visit.signIn(page);
  assert.deepEqual([outcome.status, outcome.error?.code, outcome.error?.field], ['failed', 'api_base_mismatch', 'aud']);
  assert.match(outcome.error.message, /portalHosts/);
  assert.equal(await status(page), 'login_required');
  assert.equal(outcome.error.errorDescription, visit.cloud.us);
  for (const aud of [
    visit.evil,
    `${visit.cloud.eu}.evil.localhost`,
    `${visit.cloud.eu}/elsewhere`,
    '',
    'demo-docspace',
  ]) {
    await step(t, `aud is ${aud === '' ? 'empty' : aud.replace(/^.*?\.(?=\D)|:\d+/g, '')}`, async () => {
      await visit.sandbox.switches({ docspace: { portals: ['eu'], access_token: { set: { aud } } } });
      const refused = await visit.signIn(page, { retry: true });
      assert.deepEqual([refused.status, refused.error?.code], ['failed', 'api_base_mismatch']);
      // Nobody is signed in, so that a call has no token to take anywhere.
      assert.equal(await status(page), 'login_required');
    });
  }
  await visit.sandbox.exactly(0, { path: ME });
  await visit.sandbox.exactly(0, { double: 'evil' });

  const { host } = new URL(visit.cloud.us);
  await visit.sandbox.switches({ docspace: { portals: ['us'], access_token: null } });
  const config = visit.docspaceCloud({ provider: { id: 'docspace', portalHosts: [host] } });
  const allowed = await visit.tab({ config });
  await visit.arrive(allowed);
  const { session } = await visit.signIn(allowed);
  assert.equal(new URL(session?.apiBase).origin, visit.cloud.us);
  assert.equal(await status(allowed), 200);
});

scene('who comes again goes to the portal that is known, and nowhere else', async (t, visit) => {
  serves(t, 'R-176', 'cloud: after the expiry the next login begins and ends at the known portal');
  const page = await visit.tab({ config: visit.docspaceCloud() });
  await visit.arrive(page, '/rooms/1');
  await visit.signIn(page);
  await visit.sandbox.expire('access');
  assert.equal(await status(page), 401);
  const mark = await visit.sandbox.mark();
  const again = await visit.signIn(page);
  assert.equal(again.status, 'signed-in', JSON.stringify(again.error));
  const asked = new Set(await places(visit, mark, /authorize$|token$/));
  assert.deepEqual([...asked], ['docspace-eu']);
  assert.equal(await status(page), 200);

  await step(t, 'with a prompt that may mean somebody else', async () => {
    const before = await visit.sandbox.mark();
    const other = await visit.signIn(page, { prompt: 'select_account' });
    assert.equal(other.status, 'signed-in', JSON.stringify(other.error));
    const [first] = await places(visit, before, AUTHORIZE);
    assert.equal(first, 'docspace-cloud');
    assert.deepEqual(new Set(await places(visit, before, TOKEN)), new Set(['docspace-cloud']));
    assert.equal(await status(page), 200);
  });

  // A code of a login there that brings a token for another portal is not taken.
  await visit.sandbox.expire('access');
  assert.equal(await status(page), 401);
  await visit.sandbox.switches({ docspace: { access_token: { set: { aud: visit.cloud.us } } } });
  const moved = await visit.signIn(page);
  assert.deepEqual([moved.status, moved.error?.code], ['failed', 'api_base_mismatch']);
});

scene('a reload and another tab find the session with its portal', async (_t, visit) => {
  const page = await visit.tab({ config: visit.docspaceCloud() });
  await visit.arrive(page, '/rooms/1');
  await visit.enter(page);
  const mark = await visit.sandbox.mark();
  await page.reload();
  const { via, session } = await visit.outcome(page);
  assert.deepEqual([via, new URL(session.apiBase).origin], ['stored', visit.cloud.eu]);
  const second = await visit.tab({ config: visit.docspaceCloud() });
  assert.equal((await visit.arrive(second)).via, 'tab');
  assert.deepEqual([await status(page), await status(second)], [200, 200]);
  assert.deepEqual(await places(visit, mark, /authorize$|token$/), []);
  // The calls of the same time are in the log, so the list above is empty for no other reason.
  assert.deepEqual(await places(visit, mark, ME), ['docspace-eu', 'docspace-eu']);
});

scene('openid is refused where nobody knows what an ID token must say', async (t, visit) => {
  serves(t, 'R-171', 'openid without a portal: refused when the config is read');
  const page = await visit.tab({ config: visit.docspaceCloud({ scopes: ['openid', 'files:read'] }) });
  await visit.load(page);
  const refused = await visit.next(page, 'refused');
  assert.deepEqual([refused.code, refused.field], ['config_invalid', 'scopes']);
  await visit.sandbox.exactly(0);
});
