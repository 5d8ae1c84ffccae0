/** The demo's switches of all other doubles: each is pressed on the page, and the page shows what docgate made of it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDemoStage } from './support/demo_stage.mjs';
import { DemoVisit } from './support/demo_visit.mjs';

let stage;
before(async () => {
  stage = await openDemoStage();
  await stage.control.switches({ entra: { auto_login: 'ada', auto_consent: true }, oidc: { auto_login: 'ada' } });
});
after(() => stage?.close());

const PLACES = {
  oidc: { id: 'oidc', label: 'OpenID Connect', variant: 'double', call: 'Who am I' },
  entra: { id: 'entra', label: 'Microsoft Entra ID', call: 'Who am I' },
  doccentrum: { id: 'doccentrum', label: 'docCentrum', call: 'My tasks' },
  'business-central': { id: 'business-central', label: 'Business Central', call: 'Companies' },
  enadoc: { id: 'enadoc', label: 'Enadoc', call: 'Libraries' },
  docplanner: { id: 'docplanner', label: 'Docplanner', call: 'Facilities' },
};

/** What the page's browser says of an answer that it hides. */
const HIDDEN = [/^Access to fetch at .* blocked by CORS policy/];

async function signedIn(place) {
  const visit = await DemoVisit.open(stage, place);
  await visit.press(`Sign in to ${place.label}`);
  if (place.id === 'enadoc') {
    await visit.page.getByTestId('user-ada').or(visit.question).first().waitFor();
    if (!(await visit.question.isVisible())) await visit.page.getByTestId('user-ada').click();
    await visit.press('Yes, this is me');
  }
  await visit.says(`Signed in to ${place.label} as Ada Lovelace.`);
  await visit.call(place.call, '200');
  return visit;
}

async function asUsual(visit) {
  await visit.press('Everything as usual again');
  await visit.told('Everything is as usual again.');
}

for (const place of [PLACES.oidc, PLACES.entra, PLACES.doccentrum, PLACES['business-central'], PLACES.enadoc]) {
  test(`${place.label}: an expired token is renewed, and the call goes on; eviction ends it`, {
    timeout: 60_000,
  }, async () => {
    const visit = await signedIn(place);
    await visit.press('Expire the token now');
    await visit.told('has expired at the server');
    await visit.call(place.call, '200');
    assert.deepEqual(await visit.condition(), ['Signed in', 'Ada Lovelace']);
    const newest = visit.page.locator('#timeline details').first();
    await newest.locator('.step-name').filter({ hasText: 'Renewal' }).first().waitFor();

    await visit.press('Evict from another device');
    await visit.told('Another device has taken over');
    await visit.press(place.call);
    await visit.page.locator('#state[data-condition=expired]').waitFor();
    assert.deepEqual(await visit.condition(), ['Expired', 'The session has ended']);
    assert.equal(await visit.who(), 'Ada Lovelace');
    await visit.finish();
  });

  test(`${place.label}: rate limit`, { timeout: 60_000 }, async () => {
    const visit = await signedIn(place);
    await visit.turn('Rate limit', true);
    await visit.call(place.call, '429');
    await visit.page.locator('#answer-advice').getByText('asks for a pause').waitFor();
    await visit.press('Renew the token now');
    await visit.alert.getByText(/^(rate_limited|relay_refused)$/).waitFor();
    assert.deepEqual(await visit.condition(), ['Signed in', 'Ada Lovelace']);
    await asUsual(visit);
    await visit.call(place.call, '200');
    await visit.finish();
  });
}

test('OpenID Connect: denied; a part; a stronger sign-in; metadata that is gone; no CORS', {
  timeout: 90_000,
}, async () => {
  const visit = await DemoVisit.open(stage, PLACES.oidc);
  const { page } = visit;
  await visit.turn('Deny consent', true);
  await visit.press('Sign in to OpenID Connect');
  await visit.alert.getByText('authorization_denied').waitFor();
  await asUsual(visit);
  await visit.turn('Partial consent', true);
  await visit.press('Sign in again');
  await visit.says('Signed in to OpenID Connect');
  await page.locator('.scope-missing code').first().waitFor();
  assert.deepEqual((await page.locator('.scope-missing code').allTextContents()).sort(), [
    'email',
    'offline_access',
    'profile',
  ]);
  await asUsual(visit);
  await visit.press('Sign out');
  await visit.press('Sign in to OpenID Connect');
  await visit.says('Signed in to OpenID Connect as Ada Lovelace.');
  await visit.have('A stronger sign-in');
  await visit.press('Who am I');
  await visit.alert.getByText('interaction_required').first().waitFor();
  await visit.press('Sign in with what it asks for');
  await visit.says('Signed in to OpenID Connect as Ada Lovelace.');
  await visit.call('Who am I', '200');
  await visit.call('Write a note', '200');
  await asUsual(visit);

  await visit.press('Sign out');
  await visit.says('Signed out of OpenID Connect.');
  await page.reload();
  await visit.says('Signed out of OpenID Connect.');
  await visit.turn('Identity server off', true);
  await visit.press('Sign in to OpenID Connect');
  await visit.alert.getByText('503', { exact: true }).waitFor();
  assert.deepEqual(await visit.condition(), ['Sign-in failed', 'Nobody was signed in to OpenID Connect']);
  await asUsual(visit);
  await visit.turn('CORS off', true);
  await visit.press('Sign in again');
  await visit.alert.getByText('network', { exact: true }).waitFor();
  await asUsual(visit);
  await visit.finish(HIDDEN);
});

test('an independent server has no switches, and the page says why', { timeout: 60_000 }, async () => {
  const visit = await DemoVisit.open(stage, { id: 'oidc', label: 'OpenID Connect', variant: 'independent' });
  await visit.page.locator('#double').getByText('An independent server stands behind this choice').waitFor();
  assert.equal(await visit.page.getByRole('switch').count(), 0);
  assert.equal(await visit.button('Everything as usual again').isVisible(), false);
  await visit.choose('Test double');
  await visit.page.getByRole('switch', { name: 'Deny consent' }).waitFor();
  await visit.leave();
});

test('Entra ID: an administrator is needed; denied; an API without CORS', { timeout: 60_000 }, async () => {
  // She has not consented to anything yet.
  await stage.control.switches({ entra: { auto_login: 'grace' } });
  const visit = await DemoVisit.open(stage, PLACES.entra);
  await visit.turn('Only administrators consent', true);
  await visit.press('Sign in to Microsoft Entra ID');
  await visit.alert.getByText('AADSTS90094', { exact: true }).waitFor();
  await asUsual(visit);
  await visit.turn('Deny consent', true);
  await visit.press('Sign in again');
  await visit.alert.getByText('AADSTS65004', { exact: true }).waitFor();
  await asUsual(visit);
  await visit.press('Sign in again');
  await visit.says('Signed in to Microsoft Entra ID as Grace Hopper.');
  await visit.turn('CORS off', true);
  await visit.press('Who am I');
  await visit.alert.getByText('The browser hides why').waitFor();
  await asUsual(visit);
  await visit.press('Try again');
  await visit.alert.waitFor({ state: 'hidden' });
  await stage.control.switches({ entra: { auto_login: 'ada' } });
  await visit.finish(HIDDEN);
});

test('Enadoc: a permission withheld; nobody tells the address; the relay down', { timeout: 90_000 }, async () => {
  const visit = await signedIn(PLACES.enadoc);
  await visit.turn('A permission withheld', true);
  assert.match(await visit.call('Libraries', '403'), /000\.010/);
  await asUsual(visit);
  await visit.call('Upload a document', '201');
  await visit.turn('Relay down', true);
  await visit.told('The relay is down.');
  await visit.press('Libraries');
  await visit.alert.getByText('Start the relay if it is down').waitFor();
  assert.deepEqual(await visit.condition(), ['Signed in', 'Ada Lovelace']);
  await asUsual(visit);
  assert.equal(await visit.page.getByRole('switch', { name: 'Relay down' }).isChecked(), false);
  await visit.call('Libraries', '200');
  await visit.press('Sign out');
  await visit.says('Signed out of Enadoc.');
  await visit.turn('Identity server off', true);
  await visit.press('Sign in to Enadoc');
  await visit.alert.getByText('relay_refused').waitFor();
  await asUsual(visit);
  await visit.finish();
});

test('Docplanner: the guard says no; the hour’s calls are used up; the relay down', { timeout: 90_000 }, async () => {
  const visit = await DemoVisit.open(stage, PLACES.docplanner);
  await visit.turn('Deny consent', true);
  await visit.press('Sign in to Docplanner');
  await visit.alert.getByText('authorization_denied').waitFor();
  await asUsual(visit);
  await visit.press('Sign in again');
  await visit.says('Signed in to Docplanner as Ada Lovelace.');
  await visit.call('Facilities', '200');
  await visit.turn('Rate limit', true);
  await visit.call('Facilities', '429');
  await asUsual(visit);
  await visit.turn('Relay down', true);
  await visit.told('The relay is down.');
  await visit.press('Facilities');
  await visit.alert.getByText('Start the relay if it is down').waitFor();
  await asUsual(visit);
  await visit.call('Facilities', '200');
  await visit.finish();
});
