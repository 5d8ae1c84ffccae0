/** The demo's cards of services that stand behind Microsoft Entra ID: docCentrum and Business Central. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDemoStage } from './support/demo_stage.mjs';
import { DemoVisit } from './support/demo_visit.mjs';
import { serves } from './support/rows.mjs';

const PREMIUM = 'api://fc0ecb91-d846-46d0-a363-4f97c69db711';
const LITE = 'api://5b0479de-89c3-4c7a-aa5f-393001579763';

let stage;
before(async () => {
  stage = await openDemoStage();
  await stage.control.switches({ entra: { auto_consent: true } });
});
after(() => stage?.close());

const docCentrum = (variant) => DemoVisit.open(stage, { id: 'doccentrum', label: 'docCentrum', variant });

for (const { variant, tier, cloud, resource, host, login } of [
  { variant: '', tier: 'Premium', cloud: 'Public', resource: PREMIUM, host: 'doccentrum', login: 'entra' },
  { variant: 'lite/public', tier: 'Lite', cloud: 'Public', resource: LITE, host: 'doccentrum', login: 'entra' },
  {
    variant: 'premium/usgov',
    tier: 'Premium',
    cloud: 'US Government',
    resource: PREMIUM,
    host: 'doccentrum-us',
    login: 'entra-us',
  },
]) {
  test(`docCentrum ${tier}, ${cloud}: sign in, call, token, reload`, { timeout: 60_000 }, async (t) => {
    const visit = await docCentrum(variant);
    for (const name of [tier, cloud]) {
      assert.ok(await visit.page.getByRole('radio', { name, exact: true }).isChecked(), name);
    }
    const mark = await stage.control.mark();
    await visit.signIn('user-ada');
    assert.equal(await visit.who(), 'Ada Lovelace');
    assert.match(await visit.call('My tasks', '200'), /"assignee": "ada"/);
    await visit.call('Complete task 1', '200');
    await visit.call('Everybody’s tasks (another scope)', '403');
    assert.ok((await visit.token(`docCentrum ${tier}`)).startsWith(`token for ${resource}, ends at `));
    await visit.page.reload();
    await visit.says('Signed in to docCentrum as Ada Lovelace.');
    await visit.call('My tasks', '200');
    const since = (await stage.control.requests({})).filter(({ number }) => number > mark);
    const hosts = new Set(since.map((entry) => entry.host.split('.')[0]));
    assert.deepEqual([...hosts].sort(), [host, login].sort(), 'nobody else was asked for anything');
    await visit.press('Sign out');
    await visit.says('Signed out of docCentrum.');
    await visit.finish();
    serves(t, 'R-106', `docCentrum ${tier}, ${cloud}, through the demo: the token goes to its own API alone`);
  });
}

test('docCentrum: another tier is another sign-in, and the session of the first stays out of it', {
  timeout: 60_000,
}, async (t) => {
  const visit = await docCentrum('');
  await visit.signIn('user-ada');
  await visit.call('My tasks', '200');
  await visit.choose('Lite');
  await visit.says('Signed out of docCentrum.');
  assert.equal(await visit.page.locator('#answer').isVisible(), false, 'the answer of the other tier is gone');
  assert.match(visit.page.url(), /#doccentrum\/lite\/public$/);
  await visit.signIn();
  assert.ok((await visit.token('docCentrum Lite')).startsWith(`token for ${LITE}, `));
  await visit.call('My tasks', '200');
  await visit.finish();
  serves(t, 'R-093', 'demo: a session of one docCentrum tier is not used for the other');
});

test('docCentrum: what an administrator must allow, and a challenge', { timeout: 60_000 }, async () => {
  const visit = await docCentrum('');
  await visit.signIn('user-ada');
  await visit.have('Claims that a renewal brings');
  await visit.call('My tasks', '200');
  await visit.have('Nothing more');
  await visit.press('Ask for what an administrator must allow');
  await visit.alert.getByText('AADSTS90094', { exact: true }).waitFor();
  await visit.alert.getByText('Grant admin consent').waitFor();
  await visit.says('Signed in to docCentrum as Ada Lovelace.');
  await visit.finish();
});

test('Business Central: three APIs of one sign-in', { timeout: 60_000 }, async (t) => {
  const visit = await DemoVisit.open(stage, { id: 'business-central', label: 'Business Central' });
  await visit.signIn('user-grace');
  assert.equal(await visit.who(), 'Grace Hopper');
  const calls = {
    Data: ['Companies', 'Customers', 'Items'],
    Automation: ['Companies', 'Users of a company'],
    'Admin Center': ['Environments', 'One environment'],
  };
  for (const [api, names] of Object.entries(calls)) {
    await visit.choose(api);
    for (const name of names) await visit.call(name, '200');
  }
  const paths = (await stage.control.requests({ double: 'business-central' })).map(({ path }) => path);
  assert.equal(paths.length, 7);
  assert.ok(paths.slice(0, 3).every((path) => path.includes('/Production/api/v2.0/')));
  assert.ok(paths.slice(3, 5).every((path) => path.includes('/Production/api/microsoft/automation/v2.0/')));
  assert.ok(paths.slice(5).every((path) => path.startsWith('/admin/v2.')));
  assert.match(await visit.token('Business Central'), /^token for https:\/\/api\.businesscentral\.dynamics\.com, /);
  await visit.have('Claims that a renewal brings');
  await visit.choose('Automation');
  await visit.call('Companies', '200');
  await visit.have('Nothing more');
  await visit.press('Sign out at Entra too');
  await visit.says('Back from Entra’s sign-out page. Signed out of Business Central, here and there.');
  await visit.finish();
  serves(t, 'R-106', 'Business Central through the demo: data, Automation and Admin Center by name');
});
