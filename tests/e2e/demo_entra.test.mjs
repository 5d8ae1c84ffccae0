/** The demo's card of Microsoft Entra ID: two resources of one sign-in, challenges, what a developer did wrong, sign-out there. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openDemoStage } from './support/demo_stage.mjs';
import { DemoVisit } from './support/demo_visit.mjs';
import { serves } from './support/rows.mjs';

const GRAPH = 'Microsoft Graph';
const OWN = 'Your own API';

let stage;
before(async () => {
  stage = await openDemoStage();
});
after(() => stage?.close());
beforeEach(() =>
  stage.control.switches({ entra: { admin_consent: true, challenge: null, claims_need_interaction: false } }),
);

const open = (more) => DemoVisit.open(stage, { id: 'entra', label: 'Microsoft Entra ID', ...more });
const tokenRequests = () => stage.control.requests({ double: 'entra', method: 'POST', path: /\/token$/ });

test('sign in, consent, see who it is, and two tokens of one sign-in', { timeout: 60_000 }, async (t) => {
  await stage.control.switches({ entra: { admin_consent: false } });
  const visit = await open();
  await visit.signIn('user-ada', 'consent-allow');
  assert.equal(await visit.who(), 'Ada Lovelace');
  await visit.page.locator('#session-person').getByText('ada@example.test').waitFor();
  await visit.page.locator('#session-facts').getByText('11111111-1111-4111-8111-111111111111').first().waitFor();
  assert.match(await visit.call('Who am I', '200'), /ada@contoso\.example/);

  assert.match(await visit.token(GRAPH), /^token for https:\/\/graph\.microsoft\.com, ends at \d/);
  await visit.press(`Get the token for ${OWN}`);
  await visit.alert.getByText('AADSTS65001', { exact: true }).waitFor();
  await visit.alert.getByText('api://demo-api/Files.Read').waitFor();
  await visit.press('Sign in with what it asks for');
  await visit.atEntra('consent-allow');
  await visit.says('Signed in to Microsoft Entra ID as Ada Lovelace');
  const before = (await tokenRequests()).length;
  assert.match(await visit.token(GRAPH), /^token for https:\/\/graph\.microsoft\.com, /);
  assert.match(await visit.token(OWN), /^token for api:\/\/demo-api, ends at \d/);
  await visit.choose(OWN);
  assert.match(await visit.call('Read files', '200'), /Files\.Read/);
  assert.equal((await tokenRequests()).length, before + 1, 'one request for the second resource, and no sign-in');
  await visit.finish();
  serves(t, 'R-093', 'demo: a token for each of two resources, and neither is taken for the other');
  serves(t, 'R-101', 'demo: what a token is for is shown, the token is nowhere');
});

test('sign in in a window, and out again', { timeout: 60_000 }, async () => {
  const visit = await open();
  const opened = visit.page.waitForEvent('popup');
  await visit.press('Sign in in a window');
  const popup = await opened;
  await popup.getByTestId('user-grace').click();
  await visit.says('Signed in to Microsoft Entra ID as Grace Hopper.');
  assert.equal(new URL(visit.page.url()).pathname, '/', 'the page was not left');
  await visit.call('Who am I', '200');
  await visit.press('Sign out');
  await visit.says('Signed out of Microsoft Entra ID.');
  await visit.finish();
});

test('claims that a renewal brings: the call is answered, and nobody is asked', { timeout: 60_000 }, async (t) => {
  const visit = await open();
  await visit.signIn('user-ada');
  const before = (await tokenRequests()).length;
  await visit.have('Claims that a renewal brings');
  await visit.call('Who am I', '200');
  const renewals = (await tokenRequests()).slice(before);
  assert.deepEqual(
    renewals.map(({ form }) => form.grant_type),
    ['refresh_token'],
  );
  assert.match(renewals[0].form.claims, /"acrs"/);
  await visit.have('Nothing more');
  await visit.finish();
  serves(t, 'R-107', 'demo: a claims challenge is answered by one renewal and one repeat');
});

test('claims that need the person: a button signs in with what the error carries', { timeout: 60_000 }, async () => {
  const visit = await open();
  await visit.signIn('user-ada');
  await visit.have('Claims that need the person');
  await visit.press('Who am I');
  await visit.alert.getByText('interaction_required').first().waitFor();
  await visit.alert.getByText('"acrs"').waitFor();
  const mark = await stage.control.mark();
  const loaded = visit.page.waitForEvent('load');
  await visit.press('Sign in with what it asks for');
  await loaded;
  await visit.says('Signed in to Microsoft Entra ID as Ada Lovelace.');
  const asked = (await stage.control.requests({ path: /\/authorize$/ })).filter(({ number }) => number > mark);
  assert.match(asked[0].query.claims, /"acrs"/, 'the login asks for the claims of the error');
  assert.equal(await visit.page.getByRole('radio', { name: 'Claims that need the person' }).isChecked(), true);
  await visit.call('Who am I', '200');
  await visit.finish();
});

test('what a developer did wrong: the number, and the sentence on what to change', { timeout: 60_000 }, async () => {
  const visit = await open({ variant: 'web' });
  await visit.press('Sign in to Microsoft Entra ID');
  await visit.atEntra('user-ada');
  await visit.alert.getByText('AADSTS9002326', { exact: true }).waitFor();
  await visit.alert.getByText('Register this redirect URI under the platform Single-page application').waitFor();
  await visit.choose('Single-page application');
  await visit.alert.waitFor({ state: 'hidden' });
  await visit.press('Sign in to Microsoft Entra ID');
  await visit.says('Signed in to Microsoft Entra ID as Ada Lovelace.');
  await visit.press('Ask for a scope that does not exist');
  await visit.alert.getByText('AADSTS650053', { exact: true }).waitFor();
  await visit.alert.getByText('Check the API permissions of the registration').waitFor();
  await visit.says('Signed in to Microsoft Entra ID as Ada Lovelace.');
  await visit.finish();
});

test('sign out at Entra, and come back', { timeout: 60_000 }, async () => {
  const visit = await open();
  await visit.signIn('user-ada');
  await visit.call('Who am I', '200');
  const second = await visit.secondTab();
  await second.says('Signed in to Microsoft Entra ID as Ada Lovelace.');
  await visit.press('Sign out at Entra too');
  await visit.says('Back from Entra’s sign-out page. Signed out of Microsoft Entra ID, here and there.');
  await second.says('Signed out of Microsoft Entra ID.');
  await visit.page.getByRole('radio', { name: 'Microsoft Entra ID', checked: true }).waitFor();
  await visit.press('Sign in to Microsoft Entra ID');
  await visit.page.getByTestId('user-ada').waitFor();
  await visit.atEntra('user-ada');
  await visit.says('Signed in to Microsoft Entra ID as Ada Lovelace.');
  await visit.finish();
});
