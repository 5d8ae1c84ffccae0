/** The demo's cards behind the relay for everybody: the question, refusals and choices, checked by axe; by keyboard. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inspect, VIEWS } from './support/demo_look.mjs';
import { openDemoStage } from './support/demo_stage.mjs';
import { DemoVisit } from './support/demo_visit.mjs';

let stage;
before(async () => {
  stage = await openDemoStage();
  await stage.control.switches({ enadoc: { remember: false }, docspace: { auto_login: 'ada', auto_consent: true } });
});
after(() => stage?.close());

const enadoc = (more) => DemoVisit.open(stage, { id: 'enadoc', label: 'Enadoc', ...more });

async function comeBack(visit) {
  await visit.press('Sign in to Enadoc');
  await visit.atEntra('user-ada');
  await visit.question.waitFor();
}

for (const [name, options] of VIEWS) {
  test(`${name}: Enadoc's question, no, yes, a call`, { timeout: 90_000 }, async () => {
    const visit = await enadoc({ options });
    await inspect(visit.page, `${name}-enadoc-signed-out`);
    await comeBack(visit);
    await inspect(visit.page, `${name}-enadoc-question`);
    await visit.press('No, sign me out');
    await visit.alert.getByText('user_not_confirmed').waitFor();
    await inspect(visit.page, `${name}-enadoc-no`);
    await comeBack(visit);
    await visit.press('Yes, this is me');
    await visit.says('Signed in to Enadoc as Ada Lovelace.');
    await visit.call('Libraries', '200');
    await inspect(visit.page, `${name}-enadoc-signed-in`);
    await visit.finish();
  });

  test(`${name}: Docplanner refused; DocSpace through the relay`, { timeout: 90_000 }, async () => {
    const visit = await DemoVisit.open(stage, { id: 'docplanner', label: 'Docplanner', options });
    await visit.signIn('user-grace');
    await visit.call('Facilities', '403');
    await visit.page.locator('#answer-advice').getByText('you are not one of those who may').waitFor();
    await inspect(visit.page, `${name}-docplanner-refused`);
    await visit.page.getByRole('radio', { name: 'DocSpace' }).check();
    visit.label = 'DocSpace';
    await visit.choose('Through the relay');
    await visit.signIn();
    await visit.press('Renew the token now');
    await visit.says('The token was renewed.');
    await inspect(visit.page, `${name}-docspace-relay`);
    await visit.finish();
  });
}

test('the question with the keyboard alone', { timeout: 60_000 }, async () => {
  const visit = await enadoc({ options: { viewport: { width: 360, height: 740 } } });
  await comeBack(visit);
  const focused = () => visit.page.evaluate(() => document.activeElement?.id);
  assert.equal(await focused(), 'confirm', 'a screen reader begins with the question');
  await visit.page.keyboard.press('Enter');
  assert.ok(await visit.question.isVisible(), 'a key that was pressed too early answers nothing');
  const reached = [];
  for (let presses = 0; presses < 2; presses += 1) {
    await visit.page.keyboard.press('Tab');
    reached.push(await focused());
  }
  assert.deepEqual(reached, ['confirm-yes', 'confirm-no']);
  await visit.page.keyboard.press('Shift+Tab');
  await visit.page.keyboard.press('Space');
  await visit.says('Signed in to Enadoc as Ada Lovelace.');
  assert.equal(await focused(), 'state', 'the focus goes to what came of it');
  await visit.page.keyboard.press('Tab');
  assert.notEqual(await focused(), '', 'and from there to the page');
  await visit.finish();
});
