/** The demo with several people signed in beside each other: one more, switch, one out, all out, in every tab. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDemoStage } from './support/demo_stage.mjs';
import { DemoVisit } from './support/demo_visit.mjs';
import { serves } from './support/rows.mjs';

let stage;
before(async () => {
  stage = await openDemoStage();
  await stage.control.switches({ entra: { admin_consent: true } });
});
after(() => stage?.close());

/** Ada is signed in, and Linus, of another tenant, beside her. */
async function both() {
  const visit = await DemoVisit.open(stage, { id: 'entra', label: 'Microsoft Entra ID' });
  await visit.signIn('user-ada');
  assert.deepEqual(await visit.accounts(), ['Ada Lovelace (in use)']);
  await visit.press('Sign in with another account');
  await visit.atEntra('account-other', 'user-linus');
  await visit.says('Signed in to Microsoft Entra ID as Linus Pauling.');
  assert.deepEqual(await visit.accounts(), ['Linus Pauling (in use)', 'Ada Lovelace']);
  return visit;
}

test('a second account beside the first, switched to and fro', { timeout: 60_000 }, async (t) => {
  const visit = await both();
  assert.match(await visit.call('Who am I', '200'), /Linus Pauling/);
  await visit.token('Your own API');
  const second = await visit.secondTab();
  await second.says('Signed in to Microsoft Entra ID as Linus Pauling.');

  await visit.press('Switch to Ada Lovelace');
  await visit.says('Signed in to Microsoft Entra ID as Ada Lovelace.');
  assert.equal(await visit.who(), 'Ada Lovelace');
  assert.notEqual(await visit.page.evaluate(() => document.activeElement?.tagName), 'BODY', 'the focus is not lost');
  assert.equal(await visit.page.locator('#answer').isVisible(), false, 'his answer is gone');
  assert.equal(await visit.page.locator('#tokens-list .good').count(), 0, 'his token is not told of any more');
  await second.says('Signed in to Microsoft Entra ID as Ada Lovelace.');
  assert.deepEqual(await second.accounts(), ['Ada Lovelace (in use)', 'Linus Pauling']);
  assert.match(await visit.call('Who am I', '200'), /Ada Lovelace/);
  assert.match(await second.call('Who am I', '200'), /Ada Lovelace/);

  await visit.page.reload();
  await visit.says('Signed in to Microsoft Entra ID as Ada Lovelace.');
  assert.deepEqual(await visit.accounts(), ['Ada Lovelace (in use)', 'Linus Pauling']);
  await visit.finish();
  serves(t, 'R-093', 'demo: after a switch, in both tabs, calls are made with the token of the account in use');
  serves(t, 'R-101', 'demo with two accounts: no token of either outside of sessionStorage');
});

test('one account signs out and the other stays; then all', { timeout: 60_000 }, async (t) => {
  const visit = await both();
  const second = await visit.secondTab();
  await second.says('Signed in to Microsoft Entra ID as Linus Pauling.');
  await visit.press('Sign out Ada Lovelace');
  await visit.button('Sign out Ada Lovelace').waitFor({ state: 'hidden' });
  assert.deepEqual(await visit.accounts(), ['Linus Pauling (in use)']);
  await visit.says('Signed in to Microsoft Entra ID as Linus Pauling.');
  // Who looks at the other tab gives it the focus; a driven browser does not say so.
  await second.page.evaluate(() => void setInterval(() => dispatchEvent(new Event('focus')), 300));
  await second.button('Sign out Ada Lovelace').waitFor({ state: 'hidden' });
  assert.deepEqual(await second.accounts(), ['Linus Pauling (in use)']);
  assert.match(await visit.call('Who am I', '200'), /Linus Pauling/);

  await visit.press('Sign in with another account');
  await visit.atEntra('account-ada');
  await visit.says('Signed in to Microsoft Entra ID as Ada Lovelace.');
  await visit.press('Sign out all');
  await visit.says('Signed out of Microsoft Entra ID.');
  await second.says('Signed out of Microsoft Entra ID.');
  for (const tab of [visit, second]) {
    assert.deepEqual(await tab.accounts(), []);
    await tab.page.reload();
    await tab.says('Signed out of Microsoft Entra ID.');
    assert.deepEqual(await tab.accounts(), []);
  }
  await visit.finish();
  serves(t, 'R-124', 'demo: all accounts are signed out in every tab at once; one alone leaves the others');
});
