/** The demo's Enadoc card: who came back is confirmed, the relay has the secret, every dialect signs in. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openDemoStage } from './support/demo_stage.mjs';
import { DemoVisit } from './support/demo_visit.mjs';
import { serves } from './support/rows.mjs';

const USUAL = {
  code_param: 'code',
  url_response: 'text',
  cors: false,
  api_cors: false,
  token_fault: null,
  remember: false,
};

let stage;
before(async () => {
  stage = await openDemoStage();
});
after(() => stage?.close());
beforeEach(() => stage.control.switches({ enadoc: USUAL }));

const open = (more) => DemoVisit.open(stage, { id: 'enadoc', label: 'Enadoc', ...more });
const asked = async (mark) =>
  (await stage.control.requests({ double: 'enadoc' })).filter(({ number }) => number > mark);
const grants = (requests) => requests.filter(({ path }) => path === '/api/v3/token').map(({ form }) => form.grant_type);

/** Through Enadoc's page, and back to the question. */
async function comeBack(visit, who = 'user-ada') {
  await visit.press('Sign in to Enadoc');
  await visit.atEntra(who);
  await visit.question.waitFor();
}

/** The relay's cookies in this browser, by what they are for. */
async function cookies(visit) {
  const all = await visit.page.context().cookies(stage.relay);
  return all.map(({ name }) => /^__Host-dg-([ls])-[0-9a-f]{16}$/.exec(name)?.[1] ?? name).sort();
}

test('sign in, confirm, call, renew, sign out', { timeout: 60_000 }, async (t) => {
  const visit = await open();
  const mark = await stage.control.mark();
  assert.equal(await visit.button('Sign in in a window').isVisible(), false, 'Enadoc comes back to this page alone');
  await comeBack(visit);
  assert.equal(new URL(visit.page.url()).search, '', 'the address is clean before anybody answers');
  await visit.question.getByText('Ada Lovelace').waitFor();
  assert.equal(await visit.page.locator('#signed-in').isVisible(), false, 'nobody is signed in yet');
  await visit.press('Yes, this is me');
  await visit.says('Signed in to Enadoc as Ada Lovelace.');

  assert.match(await visit.call('Who am I', '200'), /"fullName": "Ada Lovelace"/);
  await visit.call('Libraries', '200');
  assert.match(await visit.call('Not there (a numbered error)', '40'), /003\.001/);
  await visit.press('Renew the token now');
  await visit.says('The token was renewed.');
  await visit.call('Who am I', '200');
  assert.deepEqual(await cookies(visit), ['s'], 'the login’s cookie is spent');

  const requests = await asked(mark);
  assert.deepEqual(grants(requests), ['authorization_code', 'refresh_token']);
  const pages = requests.filter(({ headers }) => headers['sec-fetch-mode'] !== undefined);
  assert.ok(
    pages.every(({ path }) => path === '/login'),
    'the browser itself asked for Enadoc’s page and nothing else',
  );
  const seen = await visit.page.locator('#timeline').textContent();
  for (const endpoint of ['login', 'token']) assert.ok(seen.includes(`${stage.relay}/v1/enadoc/${endpoint}`), endpoint);

  await visit.press('Sign out');
  await visit.says('Signed out of Enadoc.');
  assert.deepEqual(await cookies(visit), [], 'the relay has forgotten it');
  await visit.page.reload();
  await visit.says('Signed out of Enadoc.');
  await visit.finish();
  serves(t, 'R-174', 'demo: nobody is signed in to Enadoc before the person has said yes');
});

test('no is no, and Escape too: nothing is kept, here or at the relay', { timeout: 60_000 }, async (t) => {
  const visit = await open();
  await comeBack(visit, 'user-grace');
  await visit.press('No, sign me out');
  await visit.alert.getByText('user_not_confirmed').waitFor();
  await visit.alert.getByText('nothing of the sign-in was kept').waitFor();
  assert.deepEqual(await cookies(visit), []);
  await visit.page.reload();
  await visit.says('Signed out of Enadoc.');
  assert.equal(await visit.question.isVisible(), false, 'nobody is asked again');

  await comeBack(visit, 'user-grace');
  await visit.page.reload();
  await visit.question.getByText('Grace Hopper').waitFor();
  const second = await visit.secondTab();
  await second.says('Signed out of Enadoc.');
  assert.equal(await second.question.isVisible(), false, 'another tab hears nothing of it');
  await visit.page.keyboard.press('Escape');
  await visit.alert.getByText('user_not_confirmed').waitFor();
  assert.deepEqual(await cookies(visit), []);
  await visit.finish();
  serves(t, 'R-174', 'demo: a reload asks again; no and Escape leave nothing, and no other tab hears of it');
});

for (const [name, choices] of Object.entries({
  'a JSON string, oauth_code': ['JSON string', 'oauth_code'],
  'a JSON object': ['JSON object'],
  'a redirect, oauth_code': ['Redirect', 'oauth_code'],
})) {
  test(`a dialect of the double's: ${name}`, { timeout: 60_000 }, async () => {
    const visit = await open();
    for (const choice of choices) await visit.have(choice);
    await comeBack(visit);
    await visit.press('Yes, this is me');
    await visit.says('Signed in to Enadoc as Ada Lovelace.');
    await visit.call('Who am I', '200');
    await visit.finish();
  });
}

test('by the page itself, where Enadoc answers pages; else the error says why', { timeout: 60_000 }, async () => {
  const visit = await open({ variant: 'direct/direct' });
  await visit.press('Sign in to Enadoc');
  await visit.alert.getByText('network', { exact: true }).waitFor();
  await visit.alert.getByText('allows this origin (CORS)').waitFor();
  await visit.have('Yes');
  await visit.press('Dismiss');
  const mark = await stage.control.mark();
  await comeBack(visit);
  await visit.press('Yes, this is me');
  await visit.says('Signed in to Enadoc as Ada Lovelace.');
  await visit.call('Who am I', '200');
  const all = (await stage.control.requests()).filter(({ number }) => number > mark);
  const byPage = all.filter(({ headers }) => headers.origin === stage.origin);
  const paths = new Set(byPage.map(({ path }) => path));
  assert.deepEqual([...paths].sort(), ['/api/v3/authorization/url', '/api/v3/me'], 'and never what needs the secret');
  await visit.finish([/^Access to fetch at .* blocked by CORS policy/]);
});

test('a number of Enadoc’s is told as Enadoc writes it', { timeout: 60_000 }, async () => {
  const body = { error_code: '000.507', error: 'Authorization code discarded' };
  const visit = await open();
  await stage.control.switches({ enadoc: { token_fault: { kind: 'custom', status: 400, body, times: 1 } } });
  await visit.press('Sign in to Enadoc');
  await visit.atEntra('user-ada');
  await visit.alert.getByText('000.507', { exact: true }).waitFor();
  await visit.alert.getByText('grant_refused').waitFor();
  await visit.press('Sign in again');
  await visit.atEntra('user-ada');
  await visit.press('Yes, this is me');
  await visit.says('Signed in to Enadoc as Ada Lovelace.');
  await visit.finish();
});
