/** The demo's cards that can go through the relay: DocSpace renews, Entra ID as "Web", Business Central without CORS. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDemoStage } from './support/demo_stage.mjs';
import { DemoVisit } from './support/demo_visit.mjs';
import { serves } from './support/rows.mjs';

/** In seconds. */
const MONTH = 30 * 24 * 3600;

let stage;
before(async () => {
  stage = await openDemoStage();
  await stage.control.switches({ docspace: { auto_consent: true }, entra: { auto_consent: true } });
});
after(() => stage?.close());

const asked = async (mark, filter) => (await stage.control.requests(filter)).filter(({ number }) => number > mark);

test('DocSpace is renewed, after weeks too, and signs out', { timeout: 60_000 }, async (t) => {
  const visit = await DemoVisit.open(stage, { id: 'docspace', label: 'DocSpace', variant: 'relay' });
  const mark = await stage.control.mark();
  await visit.signIn('user-ada');
  assert.match(await visit.call('Who am I', '200'), /Lovelace/);
  await visit.press('Renew the token now');
  await visit.says('The token was renewed.');
  await visit.call('Who am I', '200');
  await stage.control.advance(MONTH);
  assert.match(await visit.call('Who am I', '200'), /Lovelace/, 'the old token is dead, and the call renews it');
  const tokens = await asked(mark, { double: 'docspace', path: /\/oauth2\/token$/ });
  assert.deepEqual(
    tokens.map(({ form, headers }) => [form.grant_type, headers.origin]),
    [['authorization_code', undefined], ...Array(2).fill(['refresh_token', undefined])],
    'all by the relay',
  );
  await visit.page.reload();
  await visit.says('Signed in to DocSpace');
  await visit.press('Sign out');
  await visit.says('Signed out of DocSpace.');
  // The page does not wait for what the relay does then.
  const revocation = { double: 'docspace', path: /\/oauth2\/revoke$/ };
  await stage.control.arrived(revocation);
  const revoked = await asked(mark, revocation);
  assert.equal(revoked.length, 1, 'the relay gives back what it had');
  assert.deepEqual(await visit.page.context().cookies(stage.relay), []);
  await stage.control.advance(-MONTH);
  await visit.choose('Self-hosted');
  await visit.says('Signed out of DocSpace.');
  assert.equal(await visit.button('Renew the token now').isVisible(), false);
  await visit.finish();
  serves(t, 'R-150', 'demo: DocSpace through the relay, renewed with rotation, and revoked at sign-out');
});

test('Entra ID with a registration of the type Web', { timeout: 60_000 }, async () => {
  const visit = await DemoVisit.open(stage, { id: 'entra', label: 'Microsoft Entra ID', variant: 'relay' });
  const mark = await stage.control.mark();
  await visit.signIn('user-ada');
  assert.match(await visit.call('Who am I', '200'), /ada@contoso\.example/);
  await visit.press('Renew the token now');
  await visit.says('The token was renewed.');
  const tokens = await asked(mark, { double: 'entra', method: 'POST', path: /\/token$/ });
  assert.deepEqual(
    tokens.map(({ form, headers }) => [form.grant_type, headers.origin]),
    [
      ['authorization_code', undefined],
      ['refresh_token', undefined],
    ],
  );
  await visit.press('Sign out');
  await visit.says('Signed out of Microsoft Entra ID.');
  await visit.finish();
});

test('Business Central’s Admin Center answers no page, and answers the relay', { timeout: 60_000 }, async (t) => {
  const visit = await DemoVisit.open(stage, { id: 'business-central', label: 'Business Central' });
  await visit.signIn('user-grace');
  await visit.have('No');
  await visit.choose('Admin Center');
  await visit.press('Environments');
  await visit.alert.getByText('Failed to fetch').waitFor();
  await visit.choose('Through the relay');
  await visit.alert.waitFor({ state: 'hidden' });
  await visit.signIn();
  const mark = await stage.control.mark();
  await visit.choose('Admin Center');
  assert.match(await visit.call('Environments', '200'), /Production/);
  await visit.choose('Data');
  await visit.call('Companies', '200');
  const calls = await asked(mark, { double: 'business-central' });
  assert.equal(calls.length, 2);
  assert.ok(calls.every(({ headers, authorization }) => headers.origin === undefined && authorization !== null));
  await visit.have('Yes');
  await visit.finish([/^Access to fetch at .* blocked by CORS policy/]);
  serves(t, 'R-142', 'demo: the Admin Center API without CORS, through the relay, with the page’s own token');
});
