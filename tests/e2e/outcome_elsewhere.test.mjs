/** Design, section 3: pages that are no callback, whatever their address looks like. */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';

const ADDRESSES = [
  '/any?code=AAAAAAAAAAAAAAAAAAAAAA&state=BBBBBBBBBBBBBBBBBBBBBB',
  '/any?error=access_denied&state=x',
  '/callback?code=A&state=B',
  '/callback/docspace/?code=A&state=B',
  '/callback/docspace/more?code=A&state=B',
  '/CALLBACK/DOCSPACE?code=A&state=B',
  '/?code=A&state=B',
  '/any#code=A&state=B',
  '/rooms/42?q=1#part',
];

scene('addresses that are no callback: signed out, address untouched, nothing sent', async (t, visit) => {
  const page = await visit.tab({ config: visit.docspace() });
  const mark = await visit.sandbox.mark();
  for (const address of ADDRESSES) {
    await step(t, address, async (part) => {
      serves(part, 'R-028', `${address} is not a callback`);
      const outcome = await visit.arrive(page, address);
      assert.deepEqual(outcome, {
        status: 'signed-out',
        reason: null,
        via: null,
        confirmed: null,
        returnTo: null,
      });
      assert.equal(page.url(), `${visit.app}${address}`);
    });
  }
  await visit.sandbox.nothingAfter(mark);
});

scene("the other provider's callback path is not this provider's", async (t, visit) => {
  serves(t, 'R-009', "the other instance's callback is not taken");
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page);
  const callback = await visit.callback(page, { returnTo: '/rooms/1' });
  await visit.replan(page, { config: visit.oidc() });
  const swapped = `/callback/docspace${callback.search}`;
  const outcome = await visit.arrive(page, swapped);
  assert.equal(outcome.status, 'signed-out');
  assert.equal(page.url(), `${visit.app}${swapped}`);
  await visit.replan(page, { config: visit.docspace() });
  assert.equal((await visit.arrive(page, swapped)).status, 'signed-in');
});

scene('redirect path /: parameters of somebody else stay; a state of docgate counts', async (t, visit) => {
  serves(t, 'R-028', 'on a shared root path only a marked state counts');
  const config = visit.docspace({ redirectUri: '/' });
  const page = await visit.tab({ config });
  for (const query of ['?code=A&state=B', '?code=voucher-10', '?error=not_found', '?state=open']) {
    const mark = await visit.sandbox.mark();
    const outcome = await visit.arrive(page, `/${query}`);
    assert.equal(outcome.status, 'signed-out', query);
    assert.equal(page.url(), `${visit.app}/${query}`);
    await visit.sandbox.nothingAfter(mark);
  }

  const elsewhere = await visit.anotherBrowser();
  const other = await elsewhere.tab({ config });
  await elsewhere.arrive(other);
  const theirs = await elsewhere.callback(other);
  const mark = await visit.sandbox.mark();
  const foreign = await visit.arrive(page, theirs.href);
  assert.equal(foreign.status, 'failed');
  assert.equal(foreign.error.code, 'pending_login_missing');
  assert.equal(page.url(), `${visit.app}/`);
  await visit.sandbox.nothingAfter(mark);

  const own = await visit.signIn(page, { returnTo: '/rooms/1?code=voucher-10' });
  assert.equal(own.status, 'signed-in');
  assert.equal(page.url(), `${visit.app}/rooms/1?code=voucher-10`);
});
