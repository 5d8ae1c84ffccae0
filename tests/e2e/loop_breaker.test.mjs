/** Design, section 3: after a failed outcome nothing loops and nothing is masked; a click or `retry` goes on. */
import assert from 'node:assert/strict';
import { scene, serves } from './support/scene.mjs';
import { tellLate } from './support/tell_late.mjs';

const DENIED = { docspace: { deny_consent: true, auto_consent: false } };
const ALLOWED = { docspace: { deny_consent: false, auto_consent: true } };

async function afterDenial(visit, calls) {
  await visit.sandbox.switches(DENIED);
  const page = await visit.tab({ config: visit.docspace(), calls: [['ready']] });
  await visit.arrive(page, '/rooms/1');
  await visit.replan(page, { config: visit.docspace(), calls });
  return page;
}

scene('after a failed outcome login() rejects with that error and stays on the page', async (t, visit) => {
  serves(t, 'R-034', 'a failure is shown, not retried without a click');
  const page = await afterDenial(visit, [['ready'], ['login'], ['login', {}]]);
  await tellLate(page);
  const outcome = await visit.signIn(page);
  assert.equal(outcome.error.code, 'authorization_denied');
  const mark = await visit.sandbox.mark();
  for (const turn of [1, 2]) {
    const { name, error } = await visit.next(page, 'result');
    assert.equal(name, 'login');
    assert.equal(error?.code, 'authorization_denied', `login number ${turn}`);
  }
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  await visit.sandbox.nothingAfter(mark);
});

scene('after a failed outcome, a click signs in', async (t, visit) => {
  serves(t, 'R-034', 'after a failure a click starts a fresh login');
  const page = await afterDenial(visit, [['ready'], ['login']]);
  await tellLate(page);
  await visit.signIn(page);
  assert.equal((await visit.next(page, 'result')).error.code, 'authorization_denied');
  await visit.sandbox.switches(ALLOWED);
  await page.click('#press');
  assert.equal((await visit.outcome(page)).status, 'signed-in');
});

scene('after a failed outcome, { retry: true } signs in without a click', async (t, visit) => {
  serves(t, 'R-034', 'after a failure `retry` starts a fresh login');
  const page = await afterDenial(visit, [['ready'], ['login', { retry: true }]]);
  await page.evaluate(() => setTimeout(() => void window.settled(window.auth.login())));
  const outcome = await visit.outcome(page);
  assert.equal(outcome.error.code, 'authorization_denied');
  await visit.sandbox.switches(ALLOWED);
  // The login that the page starts by itself may still meet the denial; the one after it does not.
  let next = await visit.outcome(page);
  if (next.status === 'failed') next = await visit.outcome(page);
  assert.equal(next.status, 'signed-in');
});

scene('an app that loses its callback and logs in again and again is stopped', async (t, visit) => {
  serves(t, 'R-034', 'a login loop ends in login_loop');
  const page = await visit.tab({ config: visit.docspace(), calls: [['login']] });
  await page.addInitScript(() => {
    // A router that throws the callback away before anyone has read it.
    if (location.pathname === '/callback/docspace') history.replaceState(null, '', '/rooms/1');
  });
  await page.goto(`${visit.app}/rooms/1`);
  const { error } = await visit.next(page, 'result', 20_000);
  assert.equal(error?.code, 'login_loop');
  const authorize = await visit.sandbox.requests({ path: '/oauth2/authorize' });
  const states = new Set(authorize.map(({ query }) => query.state));
  assert.ok(states.size <= 5, `${states.size} logins`);
  const mark = await visit.sandbox.mark();
  await visit.sandbox.nothingAfter(mark);
  await visit.sandbox.exactly(0, { path: visit.path('docspace', 'token') });
});
