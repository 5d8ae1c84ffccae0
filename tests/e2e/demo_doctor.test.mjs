/** The demo's doctor: loaded at the press, what it finds, where there is nothing to find, and the text to paste. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { inspect, VIEWS } from './support/demo_look.mjs';
import { openDemoStage } from './support/demo_stage.mjs';
import { DemoVisit } from './support/demo_visit.mjs';

let stage;
before(async () => {
  stage = await openDemoStage();
});
after(() => stage?.close());
beforeEach(() =>
  stage.control.switches({
    docspace: { auto_login: 'ada', auto_consent: true, version: '3.7', identity_server: true },
  }),
);

/** What the browser itself says of answers that it hides, as these have to be asked for to be found. */
const HIDDEN = [/^Access to fetch at .* blocked by CORS policy/];

/** Presses the button and waits for the verdict; gives the codes of the findings. */
async function examined(visit) {
  await visit.press('Check this set-up');
  await visit.page.locator('#doctor-report .verdict').waitFor();
  await visit.says('checks,');
  return await visit.page.locator('.finding-head code').allTextContents();
}

for (const [id, label, variant] of [
  ['docspace', 'DocSpace', 'self-hosted'],
  ['docspace', 'DocSpace', 'cloud'],
  ['docspace', 'DocSpace', 'relay'],
  ['oidc', 'OpenID Connect', 'independent'],
  ['oidc', 'OpenID Connect', 'double'],
  ['entra', 'Microsoft Entra ID', 'spa'],
  ['doccentrum', 'docCentrum', 'premium/public'],
  ['business-central', 'Business Central', 'direct'],
  ['enadoc', 'Enadoc', 'relay/relay'],
  ['docplanner', 'Docplanner'],
]) {
  test(`${label}, ${variant ?? 'as it is'}: nothing to mend`, { timeout: 60_000 }, async () => {
    const visit = await DemoVisit.open(stage, { id, label, variant });
    const loaded = () =>
      visit.page.evaluate(() => performance.getEntries().some(({ name }) => name.includes('doctor.js')));
    assert.equal(await loaded(), false, 'it is loaded when asked for');
    assert.deepEqual(await examined(visit), []);
    assert.equal(await loaded(), true);
    assert.equal(await visit.page.locator('.check-failed, .check-warned').count(), 0);
    assert.deepEqual(await visit.condition(), ['Signed out', `Nobody is signed in to ${label}`]);
    await visit.leave();
  });
}

test('what was broken is found, and the text can be pasted', { timeout: 60_000 }, async () => {
  const visit = await DemoVisit.open(stage, { id: 'docspace', label: 'DocSpace' });
  await visit.turn('Identity server off', true);
  const codes = await examined(visit);
  assert.ok(codes.includes('identity_server_off'), String(codes));
  await visit.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit.press('Copy report');
  await visit.button('Copied').waitFor();
  const text = await visit.page.evaluate(() => navigator.clipboard.readText());
  assert.match(text, /identity_server_off/);
  await visit.press('Everything as usual again');
  await visit.told('Everything is as usual again.');
  assert.deepEqual(await examined(visit), []);
  await visit.leave(HIDDEN);
});

for (const [name, options] of VIEWS) {
  test(`${name}: a report with nothing, and one with a finding`, { timeout: 60_000 }, async () => {
    const visit = await DemoVisit.open(stage, { id: 'docspace', label: 'DocSpace', options });
    await examined(visit);
    await inspect(visit.page, `${name}-doctor-good`);
    await visit.have('3.1');
    assert.deepEqual(await examined(visit), ['cors_missing']);
    await visit.page.getByText('The report as text').click();
    await inspect(visit.page, `${name}-doctor-finding`);
    await visit.press('Everything as usual again');
    await visit.told('Everything is as usual again.');
    await visit.leave(HIDDEN);
  });
}
