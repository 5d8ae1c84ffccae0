/** The demo's two ways to sign out of the independent OpenID Connect server: here, or there as well and back. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDemoStage } from './support/demo_stage.mjs';
import { DemoVisit } from './support/demo_visit.mjs';

let stage;
before(async () => {
  stage = await openDemoStage();
});
after(() => stage?.close());

const submit = (page) => page.locator('form button[type=submit]').first();

test('oidc-provider: out here, where the server still knows the person; then out there and back', {
  timeout: 60_000,
}, async () => {
  const visit = await DemoVisit.open(stage, { id: 'oidc', label: 'OpenID Connect' });
  const { page } = visit;
  await visit.press('Sign in to OpenID Connect');
  await page.locator('input[name=login]').fill('grace');
  await page.locator('input[name=password]').fill('any');
  await submit(page).click();
  await page.waitForURL(/interaction/);
  await submit(page)
    .filter({ hasText: /continue/i })
    .click();
  await visit.says('Signed in to OpenID Connect');
  await visit.call('UserInfo', '200');

  await visit.press('Sign out');
  await visit.says('Signed out of OpenID Connect.');
  await visit.press('Sign in to OpenID Connect');
  await visit.says('Signed in to OpenID Connect');

  await visit.press('Sign out at the server too');
  await page.getByRole('button', { name: /yes/i }).click();
  await visit.says('Back from the server’s sign-out page. Signed out of OpenID Connect, here and there.');
  assert.ok(await page.getByRole('radio', { name: 'OpenID Connect' }).isChecked(), 'it is the card that one left');
  const revoked = (await stage.providerLog()).filter(({ path }) => path === '/token/revocation');
  assert.ok(revoked.length > 0, 'the tokens were given back');
  await visit.press('Sign in to OpenID Connect');
  await page.locator('input[name=login]').waitFor();
  await page.goto(stage.origin);
  await visit.finish();
});
