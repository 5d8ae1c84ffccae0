/** Signing out: here, in every tab, in pages that slept, and while an answer is on its way. */
import assert from 'node:assert/strict';
import { scene, serves } from './support/scene.mjs';

async function twoTabs(visit, config = visit.docspace()) {
  const first = await visit.tab({ config });
  await visit.arrive(first, '/1');
  await visit.enter(first);
  const second = await visit.tab({ config });
  assert.equal((await visit.arrive(second, '/2')).status, 'signed-in');
  visit.taken(first, 'event');
  visit.taken(second, 'event');
  return [first, second];
}

const status = (page) => page.evaluate(() => window.auth.snapshot().status);

scene('sign out in one tab: out in both, with an event, and no record stays', async (t, visit) => {
  serves(t, 'R-124', 'logout in one tab ends the other at once');
  const [first, second] = await twoTabs(visit);
  const { error } = await visit.call(first, 'logout');
  assert.equal(error, undefined);
  assert.equal((await visit.next(first, 'event')).type, 'signed-out');
  const told = await visit.next(second, 'event');
  assert.equal(told.type, 'signed-out');
  assert.equal(told.reason, 'other-tab');
  for (const page of [first, second]) {
    assert.equal(await status(page), 'signed-out');
    assert.equal((await visit.call(page, 'getAccessToken')).error.code, 'login_required');
    const stored = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
    assert.ok(!stored.includes('access_token'), stored);
    for (const secret of visit.secrets.of('access token')) assert.ok(!stored.includes(secret));
    await page.reload();
    assert.equal((await visit.outcome(page)).status, 'signed-out');
  }
});

scene('a tab that missed the message learns of the sign-out from the shared record', async (t, visit) => {
  serves(t, 'R-124', 'a page that slept through the broadcast is signed out when it looks again');
  const [first, second] = await twoTabs(visit);
  await second.evaluate(() => {
    // A frozen page receives nothing.
    BroadcastChannel.prototype.dispatchEvent = () => true;
    addEventListener('storage', (event) => event.stopImmediatePropagation(), true);
  });
  await second.goto('about:blank');
  await visit.call(first, 'logout');
  const outcome = await visit.arrive(second, '/2');
  assert.equal(outcome.status, 'signed-out');
});

scene('a token answer that arrives after sign-out is dropped', async (t, visit) => {
  serves(t, 'R-052', 'the answer is held, the person signs out, the answer comes: no session');
  await visit.sandbox.switches({ oidc: { refresh_tokens: 'always' } });
  const page = await visit.tab({ config: visit.oidc() });
  await page.addInitScript(() => {
    const genuine = window.fetch;
    window.fetch = async (...given) => {
      const answer = await genuine(...given);
      await window.hold?.(answer);
      return answer;
    };
  });
  await visit.arrive(page);
  await visit.enter(page);
  const seen = await page.evaluate(async () => {
    const { auth } = window;
    const answered = Promise.withResolvers();
    const held = Promise.withResolvers();
    window.hold = async ({ url }) => {
      if (!url.endsWith('/token')) return;
      answered.resolve();
      await held.promise;
    };
    const renewal = window.settled(auth.getAccessToken({ fresh: true }));
    await answered.promise;
    await auth.logout();
    held.resolve();
    const { error } = await renewal;
    await new Promise((resolve) => setTimeout(resolve, 800));
    return {
      code: error?.code ?? 'a token',
      status: auth.snapshot().status,
      stored: JSON.stringify({ ...sessionStorage }).includes('access_token'),
    };
  });
  assert.notEqual(seen.code, 'a token');
  assert.equal(seen.status, 'signed-out');
  assert.equal(seen.stored, false);
  await page.reload();
  assert.equal((await visit.outcome(page)).status, 'signed-out');
});

scene('sign-out works with every endpoint dead, and navigates only when asked', async (t, visit) => {
  serves(t, 'R-034', 'local sign-out first and always');
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/rooms/1');
  await visit.enter(page);
  await visit.sandbox.switches({
    oidc: {
      token_fault: { kind: 'close' },
      revocation_fault: { kind: 'hang' },
      metadata_fault: { kind: 'close' },
      authorize_fault: { kind: 'close' },
    },
  });
  const started = Date.now();
  const { error } = await visit.call(page, 'logout');
  assert.equal(error, undefined);
  assert.ok(Date.now() - started < 6000);
  assert.equal(await status(page), 'signed-out');
  assert.equal(page.url(), `${visit.app}/rooms/1`);
});

scene('logout({ returnTo }) goes there, signed out', async (_t, visit) => {
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page, '/rooms/1');
  await visit.enter(page);
  await page.evaluate(() => setTimeout(() => void window.settled(window.auth.logout({ returnTo: '/goodbye' }))));
  const outcome = await visit.outcome(page);
  assert.equal(outcome.status, 'signed-out');
  assert.equal(page.url(), `${visit.app}/goodbye`);
});

scene('expiry reaches every tab', async (_t, visit) => {
  const [first, second] = await twoTabs(visit);
  await visit.sandbox.evict();
  const answer = await first.evaluate(async () => (await window.auth.fetch('/api/2.0/people/@self')).status);
  assert.equal(answer, 401);
  assert.equal((await visit.next(second, 'event')).type, 'expired');
  assert.equal(await status(second), 'expired');
});

scene('signing in as someone else in one tab changes the other', async (_t, visit) => {
  const [first, second] = await twoTabs(visit);
  await visit.call(first, 'logout');
  await visit.next(second, 'event');
  await visit.sandbox.switches({ docspace: { auto_login: 'grace' } });
  const { session } = await visit.enter(first);
  const told = await visit.next(second, 'event');
  assert.equal(told.type, 'signed-in');
  assert.equal(told.snapshot.session.user.id, session.user.id);
  assert.equal(await status(second), 'signed-in');
});

scene('after sign-out a callback that was started before still needs its own login', async (_t, visit) => {
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page, '/rooms/1');
  await visit.enter(page);
  const callback = await visit.callback(page, { retry: true });
  await visit.call(page, 'logout');
  const outcome = await visit.arrive(page, callback.href);
  assert.ok(['signed-in', 'failed'].includes(outcome.status));
});
