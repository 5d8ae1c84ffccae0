/** The demo's own switches of the DocSpace double: each is pressed on the page, and the page shows what came of it. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openDemoStage } from './support/demo_stage.mjs';
import { DemoVisit } from './support/demo_visit.mjs';
import { serves } from './support/rows.mjs';

const USUAL = {
  auto_login: 'ada',
  auto_consent: true,
  deny_consent: false,
  partial_consent: null,
  rate_limit: false,
  identity_server: true,
  cors: true,
  version: '3.7',
  portals: ['eu'],
};

let stage;
before(async () => {
  stage = await openDemoStage();
});
after(() => stage?.close());

beforeEach(async () => {
  for (const client of ['demo-docspace', 'demo-docspace-confidential']) await stage.control.revoke('ada', client);
  await stage.control.switches({ docspace: USUAL });
});

const docspace = (variant) => DemoVisit.open(stage, { id: 'docspace', label: 'DocSpace', variant });

/** What the page's browser says of an answer that it hides. */
const HIDDEN = [/^Access to fetch at .* blocked by CORS policy/];

for (const [button, told] of [
  ['Expire the token now', 'has expired at the server'],
  ['Evict from another device', 'Another device has taken over'],
  ['Take the consent back', 'has taken the app’s access back'],
]) {
  test(`${button}: one 401, one clean end, and a sign-in goes on`, { timeout: 60_000 }, async (t) => {
    const visit = await docspace();
    const second = await visit.secondTab();
    assert.equal(await visit.button(button).isEnabled(), false, 'nobody is signed in');
    await visit.signIn();
    await second.says('Signed in to DocSpace.');
    // Each asks for the profile, which would be the call that finds the token dead.
    for (const { page } of [visit, second])
      await page.locator('#session-person').filter({ hasText: 'Ada Lovelace' }).waitFor();
    await visit.press(button);
    await visit.told(told);
    await visit.says(told);
    assert.deepEqual(await visit.condition(), ['Signed in', 'Ada Lovelace'], 'the page does not know yet');
    const mark = await stage.control.mark();
    await visit.call('Who am I', '401');
    await visit.says('The DocSpace session has expired.');
    await second.says('The DocSpace session has expired.');
    await stage.control.nothingAfter(mark, { path: /\/oauth2\/(authorize|token)/ });
    await visit.press('Sign in again');
    await visit.says('Signed in to DocSpace.');
    await visit.call('Who am I', '200');
    await second.says('Signed in to DocSpace.');
    await visit.finish();
    serves(t, 'R-176', 'demo: a session that ended at the provider ends in every tab, and nothing signs in by itself');
  });
}

test('a part is granted: what is missing is named, and asked for again', { timeout: 60_000 }, async (t) => {
  const visit = await docspace();
  await visit.turn('Partial consent', true);
  await visit.signIn();
  const missing = visit.page.locator('.scope-missing code');
  assert.deepEqual(await missing.allTextContents(), ['files:read', 'rooms:read']);
  await visit.turn('Partial consent', false);
  await visit.press('Ask for what is missing');
  await visit.page.getByText('all that was asked for was granted').waitFor();
  assert.equal(await missing.count(), 0);

  // A denial after an earlier consent is a smaller grant, and no failure.
  await visit.turn('Deny consent', true);
  await visit.press('Ask for more: files:write');
  await missing.first().waitFor();
  assert.deepEqual(await missing.allTextContents(), ['files:write']);
  await visit.call('My documents', '200');
  await visit.finish();
  serves(t, 'R-177', 'demo: scopes that were not granted are listed as missing, after a denial too');
});

test('what is granted to write is not missing to read, at the API', { timeout: 60_000 }, async () => {
  await stage.control.switches({ docspace: { partial_consent: ['accounts.self:read', 'files:write'] } });
  const visit = await docspace();
  await visit.signIn();
  await visit.press('Ask for more: files:write');
  const covered = visit.page.locator('.scope-covered');
  await covered.getByText('The API opens it by files:write.').waitFor();
  assert.equal(await covered.locator('code').textContent(), 'files:read');
  await visit.call('My documents', '200');
  await visit.finish();
});

test('consent denied; then everything is as usual again', { timeout: 60_000 }, async () => {
  const visit = await docspace();
  await visit.turn('Deny consent', true);
  await visit.have('3.1');
  await visit.press('Sign in to DocSpace');
  await visit.alert.getByText('authorization_denied').waitFor();
  assert.ok(await visit.page.getByRole('switch', { name: 'Deny consent' }).isChecked(), 'a new page knows how it is');
  assert.ok(await visit.page.getByRole('radio', { name: '3.1', exact: true }).isChecked());
  await visit.press('Everything as usual again');
  await visit.told('Everything is as usual again.');
  assert.equal(await visit.page.getByRole('switch', { name: 'Deny consent' }).isChecked(), false);
  assert.ok(await visit.page.getByRole('radio', { name: '3.7', exact: true }).isChecked());
  await visit.press('Sign in again');
  await visit.says('Signed in to DocSpace.');
  await visit.finish();
});

for (const [name, change] of [
  ['version 3.1', (visit) => visit.have('3.1')],
  ['CORS off', (visit) => visit.turn('CORS off', true)],
]) {
  test(`${name}: the page may not read the token answer, and says what that means`, { timeout: 60_000 }, async () => {
    const visit = await docspace();
    await change(visit);
    await visit.press('Sign in to DocSpace');
    await visit.alert.getByText('network', { exact: true }).waitFor();
    await visit.alert.getByText('3.2').first().waitFor();
    await visit.press('Everything as usual again');
    await visit.told('Everything is as usual again.');
    await visit.press('Sign in again');
    await visit.says('Signed in to DocSpace.');
    await visit.finish(HIDDEN);
  });
}

test('rate limit: a sign-in and a question are told to wait', { timeout: 60_000 }, async () => {
  const visit = await docspace();
  await visit.signIn();
  await visit.turn('Rate limit', true);
  await visit.press('Is the token good?');
  await visit.alert.getByText('rate_limited').waitFor();
  await visit.turn('Rate limit', false);
  await visit.press('Try again');
  await visit.alert.waitFor({ state: 'hidden' });
  await visit.press('Is the token good?');
  await visit.page.locator('#answer-body').filter({ hasText: '"active": true' }).waitFor();
  await visit.finish();
});

test('identity server off: the sign-in ends there, and the page is as it was on the way back', {
  timeout: 60_000,
}, async () => {
  const visit = await docspace();
  await visit.turn('Identity server off', true);
  await visit.press('Sign in to DocSpace');
  await visit.page.waitForURL(/\/oauth2\//);
  await visit.page.goBack();
  await visit.press('Everything as usual again');
  await visit.told('Everything is as usual again.');
  await visit.press('Sign in to DocSpace');
  await visit.says('Signed in to DocSpace.');
  await visit.finish();
});

test('relay down: what needs it fails and says so; up again, the session goes on', { timeout: 60_000 }, async (t) => {
  const visit = await docspace('relay');
  await visit.signIn();
  await visit.turn('Relay down', true);
  await visit.told('The relay is down.');
  await visit.press('Renew the token now');
  await visit.alert.getByText('network', { exact: true }).waitFor();
  assert.deepEqual(await visit.condition(), ['Signed in', 'Ada Lovelace'], 'nobody is signed out by that');
  await visit.call('Who am I', '200');
  await visit.turn('Relay down', false);
  await visit.told('The relay runs again.');
  // docgate does not ask a server again at once that has just failed.
  await visit.until('Renew the token now', () => visit.page.locator('#state-note').isVisible());
  await visit.says('The token was renewed.');
  await visit.finish();
  serves(t, 'R-089', 'demo: a renewal fails while the relay is down, and the session goes on afterwards');
});

test('the cloud: the portal comes from the token; one of another region is refused', { timeout: 60_000 }, async () => {
  const visit = await docspace('cloud');
  await visit.signIn();
  await visit.page.locator('#session-facts').getByText('http://docspace-eu.localhost').waitFor();
  assert.match(await visit.call('Who am I', '200'), /Lovelace/);
  await visit.press('Sign out');
  await visit.have('In the EU and the US');
  await visit.press('Sign in to DocSpace');
  await visit.page.getByTestId('portal-us').click();
  await visit.alert.getByText('api_base_mismatch').waitFor();
  await visit.press('Everything as usual again');
  await visit.told('Everything is as usual again.');
  await visit.finish();
});
