/** Design, section 3: callbacks that must not be used. Each is followed by a look at the log: nothing was sent. */
import assert from 'node:assert/strict';
import { scene, serves, step } from './support/scene.mjs';

/** Opens a callback of a fresh login after `change` has had its way with it. */
async function changed(visit, page, change) {
  const callback = await visit.callback(page, { returnTo: '/rooms/1', appState: 'kept', retry: true });
  change(callback.searchParams);
  const mark = await visit.sandbox.mark();
  const outcome = await visit.arrive(page, callback.href);
  await visit.sandbox.nothingAfter(mark);
  return outcome;
}

const UNKNOWN = [
  ['code and an unknown state', 'code=AAAAAAAAAAAAAAAAAAAAAA&state=BBBBBBBBBBBBBBBBBBBBBB'],
  ['code without state', 'code=AAAAAAAAAAAAAAAAAAAAAA'],
  ['code and an empty state', 'code=AAAAAAAAAAAAAAAAAAAAAA&state='],
  ['only a state', 'state=BBBBBBBBBBBBBBBBBBBBBB'],
  [
    'an error and an unknown state',
    'error=access_denied&error_description=Said%20the%20server&state=BBBBBBBBBBBBBBBBBBBBBB',
  ],
  ['an error without state', 'error=access_denied&error_description=Said%20the%20server'],
];

scene('on the redirect path, what fits no login of this tab: pending_login_missing', async (t, visit) => {
  const page = await visit.tab({ config: visit.docspace() });
  for (const [what, query] of UNKNOWN) {
    await step(t, what, async (part) => {
      serves(part, 'R-021', `${what}: typed error, no request`);
      serves(part, 'A-01', `${what}, in a clean profile: zero after, no session`);
      const mark = await visit.sandbox.mark();
      const outcome = await visit.arrive(page, `/callback/docspace?${query}`);
      assert.equal(outcome.status, 'failed');
      assert.equal(outcome.error.code, 'pending_login_missing');
      assert.equal(page.url(), `${visit.app}/callback/docspace`);
      if (query.startsWith('error')) {
        assert.equal(outcome.error.error, 'access_denied');
        assert.equal(outcome.error.errorDescription, 'Said the server');
      }
      await visit.sandbox.nothingAfter(mark);
      const snapshot = await page.evaluate(() => window.plain(window.auth.snapshot()));
      assert.equal(snapshot.status, 'signed-out');
      assert.equal(snapshot.session, null);
    });
  }
});

scene('a foreign callback leaves the own pending login alone: its callback still works', async (t, visit) => {
  serves(t, 'R-021', 'pending logins of others are untouched');
  serves(t, 'A-02', 'a callback of another browser is refused, the own login completes');
  const victim = await visit.tab({ config: visit.oidc() });
  await visit.arrive(victim);
  const own = await visit.callback(victim, { returnTo: '/mine' });

  const elsewhere = await visit.anotherBrowser();
  const attacker = await elsewhere.tab({ config: elsewhere.oidc() });
  await elsewhere.arrive(attacker);
  const theirs = await elsewhere.callback(attacker, { returnTo: '/theirs' });

  const mark = await visit.sandbox.mark();
  const refused = await visit.arrive(victim, theirs.href);
  assert.equal(refused.error.code, 'pending_login_missing');
  await visit.sandbox.nothingAfter(mark);

  const outcome = await visit.arrive(victim, own.href);
  assert.equal(outcome.status, 'signed-in');
  assert.equal(outcome.returnTo, '/mine');
});

scene('a repeated parameter: callback_invalid', async (t, visit) => {
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page);
  for (const name of ['code', 'state', 'iss', 'error']) {
    await step(t, name, async (part) => {
      serves(part, 'R-022', `${name} twice: refused without a request`);
      const outcome = await changed(visit, page, (parameters) => {
        if (name === 'error') parameters.append('error', 'access_denied');
        parameters.append(name, parameters.get(name) ?? 'x');
      });
      assert.equal(outcome.status, 'failed');
      assert.equal(outcome.error.code, 'callback_invalid');
      assert.equal(outcome.returnTo, '/rooms/1');
      assert.equal(page.url(), `${visit.app}/rooms/1`);
    });
  }
});

scene('code and error together: callback_invalid', async (t, visit) => {
  serves(t, 'R-023', 'code and error: refused');
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page);
  const outcome = await changed(visit, page, (parameters) => parameters.set('error', 'access_denied'));
  assert.equal(outcome.error.code, 'callback_invalid');
  assert.equal(outcome.returnTo, '/rooms/1');
});

scene('a state that belongs to a login, and neither code nor error: callback_invalid', async (t, visit) => {
  serves(t, 'R-023', 'a known state without code and error: refused');
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page);
  const outcome = await changed(visit, page, (parameters) => parameters.delete('code'));
  assert.equal(outcome.error.code, 'callback_invalid');
});

scene('neither code, nor error, nor state on the redirect path: not a callback', async (t, visit) => {
  serves(t, 'R-023', 'no callback parameters: no error, no side effect');
  const page = await visit.tab({ config: visit.oidc() });
  const outcome = await visit.arrive(page, '/callback/oidc?lang=de#part');
  assert.equal(outcome.status, 'signed-out');
  assert.equal(page.url(), `${visit.app}/callback/oidc?lang=de#part`);
});

const ISSUERS = [
  ['of another server', () => 'https://evil.example'],
  ['with a slash more', (issuer) => `${issuer}/`],
  ['with a slash less', (issuer) => issuer.slice(0, -1)],
  ['in capitals', (issuer) => issuer.toUpperCase()],
  ['of which the own is a prefix', (issuer) => `${issuer}.evil.example`],
  ['that is empty', () => ''],
];

scene('an issuer that is not exactly the own: issuer_mismatch', async (t, visit) => {
  const page = await visit.tab({ config: visit.oidc() });
  await visit.arrive(page);
  for (const [what, change] of ISSUERS) {
    await step(t, what, async (part) => {
      serves(part, 'R-024', `iss ${what}: refused before the token request`);
      serves(part, 'A-04', `the answer of another server (iss ${what}) is never redeemed`);
      const outcome = await changed(visit, page, (parameters) => parameters.set('iss', change(visit.issuer)));
      assert.equal(outcome.status, 'failed');
      assert.equal(outcome.error.code, 'issuer_mismatch');
      assert.equal(outcome.returnTo, '/rooms/1');
      assert.equal(page.url(), `${visit.app}/rooms/1`);
    });
  }
});

for (const answer of ['code', 'error']) {
  scene(`no issuer where one is promised (${answer}): issuer_mismatch`, async (t, visit) => {
    serves(t, 'R-025', `missing promised iss with ${answer}: refused`);
    serves(t, 'A-05', `iss left out with ${answer}: refused`);
    const page = await visit.tab({ config: visit.oidc() });
    await visit.arrive(page);
    const outcome = await changed(visit, page, (parameters) => {
      parameters.delete('iss');
      if (answer === 'error') {
        parameters.delete('code');
        parameters.set('error', 'access_denied');
      }
    });
    assert.equal(outcome.error.code, 'issuer_mismatch');
  });
}

scene('DocSpace sends no issuer; one that is there must be the right one', async (t, visit) => {
  serves(t, 'R-024', 'an iss that was not promised is compared all the same');
  const page = await visit.tab({ config: visit.docspace() });
  await visit.arrive(page);
  const outcome = await changed(visit, page, (parameters) => parameters.set('iss', 'https://evil.example'));
  assert.equal(outcome.error.code, 'issuer_mismatch');
});
