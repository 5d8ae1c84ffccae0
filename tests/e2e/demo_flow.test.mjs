/** The demo's flow: each request under its sign-in and its step, with what was left out; copied as text, and without a secret. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDemoStage } from './support/demo_stage.mjs';
import { DemoVisit } from './support/demo_visit.mjs';
import { serves } from './support/rows.mjs';

let stage;
before(async () => {
  stage = await openDemoStage();
  await stage.control.switches({ docspace: { auto_login: 'ada', auto_consent: true } });
});
after(() => stage?.close());

/** The sign-ins, newest first: each as `[name, end, [step, …]]`. */
const logins = (page) =>
  page
    .locator('#timeline details')
    .evaluateAll((all) =>
      all.map((login) => [
        login.querySelector('.login-name').textContent,
        login.querySelector('.login-end').textContent,
        [...login.querySelectorAll('.step-name')].map((step) => step.textContent),
      ]),
    );

/** Waits until the newest sign-in has come to this step. */
const come = (page, step) =>
  page.locator('#timeline details').first().locator('.step-name').filter({ hasText: step }).first().waitFor();

test('a sign-in, a call, its end, and the next sign-in: grouped, by steps', { timeout: 60_000 }, async () => {
  const visit = await DemoVisit.open(stage, { id: 'docspace', label: 'DocSpace' });
  const { page } = visit;
  await visit.signIn();
  await come(page, 'API call');
  await visit.call('My documents', '200');
  assert.deepEqual(await logins(page), [
    ['Sign-in', 'Signed in', ['Before the redirect', 'Callback', 'Token', 'API call']],
    ['Without a sign-in', 'Looked', ['Tabs']],
  ]);
  const newest = page.locator('#timeline details').first();
  const token = newest.locator('.line').filter({ hasText: '/oauth2/token' });
  assert.match(
    await token.textContent(),
    /exchanged for tokens200POST .*\/oauth2\/token.*took \d+ ms · left out: body$/,
  );
  assert.match(await newest.locator('.line').last().textContent(), /files\/@my.*left out: authorization/);

  await visit.press('Evict from another device');
  await visit.told('Another device');
  await visit.call('Who am I', '401');
  await come(page, 'Session');
  await visit.press('Sign in again');
  await visit.says('Signed in to DocSpace.');
  await come(page, 'API call');
  await visit.press('Sign out');
  await come(page, 'Sign-out');
  const [last, first] = await logins(page);
  assert.deepEqual(last.slice(0, 2), ['Sign-in', 'Signed out']);
  assert.deepEqual(first, ['Sign-in', 'Expired', ['Before the redirect', 'Callback', 'Token', 'API call', 'Session']]);
  await visit.finish();
});

test('a renewal has a step of its own, and so has what other tabs tell', { timeout: 60_000 }, async () => {
  const visit = await DemoVisit.open(stage, { id: 'docspace', label: 'DocSpace', variant: 'relay' });
  const second = await visit.secondTab();
  await second.says('Signed out of DocSpace.');
  await visit.signIn();
  await visit.press('Renew the token now');
  await visit.says('The token was renewed.');
  await come(visit.page, 'Renewal');
  await second.says('Signed in to DocSpace.');
  assert.deepEqual((await logins(second.page))[0].slice(0, 2), ['Without a sign-in', 'Signed in']);
  await visit.finish();
});

test('copied: the text says the same, and holds no secret', { timeout: 60_000 }, async (t) => {
  const visit = await DemoVisit.open(stage, { id: 'docspace', label: 'DocSpace' });
  const { page } = visit;
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit.signIn();
  await visit.call('Who am I', '200');
  await visit.press('Copy all');
  await visit.says('Copied.');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  const steps = ['Before the redirect', 'Callback', 'Token', 'API call'];
  for (const step of steps) assert.ok(text.includes(step), step);
  assert.match(
    text,
    /\[POST http:\/\/docspace\.localhost:\d+\/oauth2\/token\] {2}200 {2}in \d+ ms {2}\(left out: body\)/,
  );
  assert.ok(visit.secrets.all.length > 0);
  for (const { kind, value } of visit.secrets.all) assert.ok(!text.includes(value), kind);

  // Where the browser refuses, the text can be copied by hand.
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
  });
  await page.locator('#timeline-copy').click();
  const field = page.getByLabel('Text to be copied by hand');
  await field.waitFor();
  assert.equal(
    await page.evaluate(() => getSelection().toString() !== '' || document.activeElement.selectionEnd > 0),
    true,
  );
  assert.match(await field.inputValue(), /\/oauth2\/token/);
  await visit.finish();
  serves(t, 'A-13', 'demo: the flow as text has no token, code, verifier or nonce');
});

test('cleared for this provider, and kept for the others', { timeout: 60_000 }, async () => {
  const visit = await DemoVisit.open(stage, { id: 'docspace', label: 'DocSpace' });
  const { page } = visit;
  await visit.press('Clear');
  await page.getByText('Nothing yet.').waitFor();
  assert.equal(await page.locator('#timeline details').count(), 0);
  await page.getByRole('radio', { name: 'Enadoc' }).check();
  assert.equal(await page.locator('#timeline details').count(), 1);
  await visit.leave();
});
