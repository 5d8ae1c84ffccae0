/** A DocSpace login by redirect, and what comes after it: reload, Back, the callback again, a denial. */
import assert from 'node:assert/strict';
import { scene } from './support/scene.mjs';

const START = '/rooms/42?tab=files#top';
const token = { method: 'POST', path: '/oauth2/token' };

scene('a click, the pages of the portal, the callback: signed in where it began', async (_t, visit) => {
  await visit.sandbox.switches({ docspace: { auto_login: null, auto_consent: false } });
  visit.plan({ config: visit.docspace() });
  assert.equal((await visit.arrive(START)).status, 'signed-out');
  const outcome = await visit.outcomeAfter(async () => {
    await visit.press();
    await visit.pressAt('[data-testid=user-ada]');
    await visit.pressAt('[data-testid=consent-allow]');
  });
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  assert.equal(outcome.via, 'callback');
  assert.equal(typeof outcome.session.user.id, 'string');
  assert.equal(await visit.url(), `${visit.app}${START}`);
  const address = (await visit.told()).find(({ kind }) => kind === 'address').value;
  assert.equal(address.href, `${visit.app}${START}`, 'clean before anything asynchronous ran');
  const { status, body } = await visit.perform('fetch', '/api/2.0/people/@self');
  assert.equal(status, 200);
  assert.equal(body.response.displayName, 'Ada Lovelace');
  await visit.sandbox.exactly(1, token);

  const again = await visit.reload();
  assert.equal(again.status, 'signed-in');
  assert.equal(again.via, 'stored');
  assert.deepEqual(again.session, outcome.session);
  assert.equal((await visit.perform('fetch', '/api/2.0/people/@self?again')).status, 200);
  await visit.sandbox.exactly(1, token);
});

scene('no cookie, referrer or credential of the page goes along with a request', async (_t, visit) => {
  visit.plan({ config: visit.docspace() });
  await visit.arrive('/rooms/1');
  await visit.signIn();
  const [sent] = await visit.sandbox.exactly(1, token);
  assert.deepEqual(sent.cookies, []);
  assert.equal(sent.headers.referer, undefined);
  assert.equal(sent.headers.origin, visit.app);
  assert.equal(typeof sent.form.code_verifier, 'string');
});

scene('Back after a login finds the session, not the callback', async (_t, visit) => {
  visit.plan({ config: visit.docspace(), press: { returnTo: '/rooms/2' } });
  await visit.arrive('/rooms/1');
  const { session } = await visit.signIn();
  assert.equal(await visit.url(), `${visit.app}/rooms/2`);
  await visit.driver.navigate().back();
  const outcome = await visit.outcomeAt('/rooms/1');
  // A page that was kept shows the session by itself; one that was loaded anew finds it.
  if (outcome.status === 'signed-out') await visit.event('signed-in');
  assert.equal(await visit.perform('status'), 'signed-in');
  assert.equal((await visit.call('snapshot')).value.session.user.id, session.user.id);
  await visit.sandbox.exactly(1, token);
});

scene('the same callback a second time: with a session signed in, without one refused', async (_t, visit) => {
  visit.plan({ config: visit.docspace(), press: { returnTo: '/rooms/1' } });
  await visit.arrive('/rooms/1');
  await visit.signIn();
  const entries = await visit.sandbox.requests({ path: '/oauth2/authorize' });
  const callback = new URL(entries.findLast(({ location }) => location?.startsWith(visit.app)).location);
  assert.equal(typeof callback.searchParams.get('code'), 'string');

  const outcome = await visit.arrive(callback.href);
  assert.equal(outcome.status, 'signed-in');
  assert.equal(outcome.via, 'stored');
  assert.equal(await visit.url(), `${visit.app}/rooms/1`);

  await visit.call('logout');
  const mark = await visit.sandbox.mark();
  const refused = await visit.arrive(callback.href);
  assert.equal(refused.status, 'failed');
  assert.equal(refused.error.code, 'callback_already_used');
  await visit.sandbox.nothingAfter(mark);
  await visit.sandbox.exactly(1, token);
});

scene('a denied consent: said, nothing sent, and the next click signs in', async (_t, visit) => {
  await visit.sandbox.switches({ docspace: { auto_consent: false } });
  visit.plan({ config: visit.docspace() });
  await visit.arrive(START);
  const denied = await visit.outcomeAfter(async () => {
    await visit.press();
    await visit.pressAt('[data-testid=consent-deny]');
  });
  assert.equal(denied.status, 'failed');
  assert.equal(denied.error.code, 'authorization_denied');
  assert.equal(await visit.url(), `${visit.app}${START}`);
  await visit.sandbox.exactly(0, token);
  const allowed = await visit.outcomeAfter(async () => {
    await visit.press();
    await visit.pressAt('[data-testid=consent-allow]');
  });
  assert.equal(allowed.status, 'signed-in', JSON.stringify(allowed.error));
});
