/** The demo's cards behind Entra ID for everybody: several accounts, tokens, challenges and errors, checked by axe; by keyboard. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inspect, VIEWS } from './support/demo_look.mjs';
import { openDemoStage } from './support/demo_stage.mjs';
import { DemoVisit } from './support/demo_visit.mjs';

let stage;
before(async () => {
  stage = await openDemoStage();
  await stage.control.switches({ entra: { admin_consent: true } });
});
after(() => stage?.close());

const entra = (more) => DemoVisit.open(stage, { id: 'entra', label: 'Microsoft Entra ID', ...more });

for (const [name, options] of VIEWS) {
  test(`${name}: a wrong registration; two accounts, two tokens, a challenge`, { timeout: 90_000 }, async () => {
    const visit = await entra({ variant: 'web', options });
    await inspect(visit.page, `${name}-entra-signed-out`);
    await visit.press('Sign in to Microsoft Entra ID');
    await visit.atEntra('user-ada');
    await visit.alert.getByText('AADSTS9002326', { exact: true }).waitFor();
    await inspect(visit.page, `${name}-entra-registration`);
    await visit.choose('Single-page application');
    await visit.signIn();
    await visit.press('Sign in with another account');
    await visit.atEntra('account-other', 'user-linus');
    await visit.says('as Linus Pauling');
    await visit.token('Microsoft Graph');
    await visit.token('Your own API');
    await inspect(visit.page, `${name}-entra-accounts`);
    await visit.have('Claims that need the person');
    await visit.press('Who am I');
    await visit.alert.getByText('AADSTS50076', { exact: true }).waitFor();
    await inspect(visit.page, `${name}-entra-challenge`);
    await visit.have('Nothing more');
    await visit.finish();
  });

  test(`${name}: docCentrum, and Business Central with a long path`, { timeout: 90_000 }, async () => {
    const visit = await DemoVisit.open(stage, {
      id: 'doccentrum',
      label: 'docCentrum',
      variant: 'lite/usgov',
      options,
    });
    await visit.signIn('user-ada');
    await visit.call('My tasks', '200');
    await inspect(visit.page, `${name}-doccentrum`);
    await visit.page.getByRole('radio', { name: 'Business Central' }).check();
    visit.label = 'Business Central';
    await visit.signIn('user-ada');
    await visit.choose('Automation');
    await visit.call('Users of a company', '200');
    await inspect(visit.page, `${name}-business-central`);
    await visit.press('Sign out at Entra too');
    await visit.says('Back from Entra’s sign-out page.');
    await inspect(visit.page, `${name}-signed-out-there`);
    await visit.finish();
  });
}

test('accounts and choices with the keyboard alone', { timeout: 60_000 }, async () => {
  const visit = await entra({ options: { viewport: { width: 360, height: 740 } } });
  await visit.signIn('user-ada');
  await visit.press('Sign in with another account');
  await visit.atEntra('account-other', 'user-linus');
  await visit.says('as Linus Pauling');
  const focus = async (name) => {
    for (let presses = 0; presses < 40; presses += 1) {
      await visit.page.keyboard.press('Tab');
      const text = await visit.page.evaluate(() => {
        const focused = document.activeElement;
        return (focused?.labels?.[0] ?? focused)?.textContent.trim() ?? '';
      });
      if (text === name) return;
    }
    assert.fail(`Tab never reaches ${name}`);
  };
  await focus('Switch to Ada Lovelace');
  await visit.page.keyboard.press('Enter');
  await visit.says('as Ada Lovelace');
  assert.notEqual(await visit.page.evaluate(() => document.activeElement?.tagName), 'BODY', 'the focus is not lost');
  await focus('Microsoft Graph');
  await visit.page.keyboard.press('ArrowRight');
  await visit.button('Read files').waitFor();
  await focus('Nothing more');
  await visit.page.keyboard.press('ArrowRight');
  await visit.page.locator('#double-result').filter({ hasText: 'Claims that a renewal brings' }).waitFor();
  await visit.page.keyboard.press('ArrowLeft');
  await visit.page.locator('#double-result').filter({ hasText: 'Nothing more' }).waitFor();
  await visit.finish();
});
