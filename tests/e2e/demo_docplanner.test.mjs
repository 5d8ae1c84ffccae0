/** The demo's Docplanner card: a sign-in guards the calls, and the relay makes them with a token that no page sees. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDemoStage } from './support/demo_stage.mjs';
import { DemoVisit } from './support/demo_visit.mjs';
import { serves } from './support/rows.mjs';

let stage;
before(async () => {
  stage = await openDemoStage();
});
after(() => stage?.close());

const open = (more) => DemoVisit.open(stage, { id: 'docplanner', label: 'Docplanner', ...more });
const asked = async (mark, double = 'docplanner') =>
  (await stage.control.requests({ double })).filter(({ number }) => number > mark);

test('who may, calls: the relay asks with its own token, and the page has none of it', {
  timeout: 60_000,
}, async (t) => {
  const visit = await open();
  const mark = await stage.control.mark();
  for (const name of ['Facilities', 'Bookings']) assert.equal(await visit.button(name).isEnabled(), false, name);
  await visit.signIn('user-ada');
  assert.equal(await visit.who(), 'Ada Lovelace');
  assert.deepEqual(await asked(mark), [], 'signing in asks nothing of Docplanner');
  assert.match(await visit.call('Facilities', '200'), /"_items"/);
  await visit.call('Doctors of a facility', '200');
  await visit.call('Bookings', '200');
  const requests = await asked(mark);
  const paths = requests.map(({ path }) => path);
  assert.equal(paths.filter((path) => path === '/oauth/v2/token').length, 1, 'one token serves them all');
  assert.equal(paths.length, 4);
  assert.ok(requests.every(({ headers }) => headers.origin === undefined && headers['sec-fetch-mode'] === undefined));
  const guard = (await asked(mark, 'oidc')).map(({ authorization }) => authorization);
  const hashes = new Set(guard.map((it) => it?.token_hash).filter(Boolean));
  assert.ok(requests.every(({ authorization }) => !hashes.has(authorization?.token_hash)));

  await visit.call('Not on the relay’s list', '403');
  await visit.page.locator('#answer-advice').getByText('only the paths that its api.allow lists').waitFor();
  assert.equal((await asked(mark)).length, 4, 'nothing was sent on');
  const seen = await visit.page.locator('#timeline').textContent();
  assert.ok(
    seen.includes(`${stage.relay}/v1/docplanner/api/api/v3/integration/facilities`),
    'the timeline shows the relay',
  );
  await visit.page.reload();
  await visit.says('Signed in to Docplanner as Ada Lovelace.');
  await visit.call('Facilities', '200');
  await visit.press('Sign out');
  await visit.says('Signed out of Docplanner.');
  await visit.finish();
  serves(t, 'R-140', 'demo: Docplanner is called for whoever the guard lets in, with the relay’s token');
});

test('who may not sees why, and nothing is sent on', { timeout: 60_000 }, async (t) => {
  const visit = await open();
  const mark = await stage.control.mark();
  const opened = visit.page.waitForEvent('popup');
  await visit.press('Sign in in a window');
  await (await opened).getByTestId('user-grace').click();
  await visit.says('Signed in to Docplanner as Grace Hopper.');
  assert.match(await visit.call('Facilities', '403'), /"user_not_allowed"/);
  await visit.page.locator('#answer-advice').getByText('you are not one of those who may').waitFor();
  await visit.says('you are not one of those who may');
  assert.deepEqual(await asked(mark), [], 'Docplanner heard nothing');
  await visit.finish();
  serves(t, 'R-140', 'demo: a person outside of allow is refused, told why, and nothing is sent on');
});
