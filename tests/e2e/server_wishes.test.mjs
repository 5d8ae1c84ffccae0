/**
 * What an app may wish of a login, as the real server understands it: `prompt`, `max_age`, `acr_values`, `login_hint`,
 * `ui_locales`, `claims` (OpenID Connect Core 1.0, sections 3.1.2.1 and 5.5). What was asked is what arrives there, and what
 * comes back is held against it.
 */
import assert from 'node:assert/strict';
import { providerScene, serves } from './support/provider_scene.mjs';
import { idToken, takenApart } from './support/provider_tokens.mjs';

const claims = async (visit, page) => takenApart(await idToken(visit, page)).claims;

/** A page with nobody signed in. */
async function open(visit, changes) {
  const page = await visit.tab({ config: visit.oidc(changes) });
  await visit.arrive(page, '/rooms/1');
  return page;
}

/** How many pages the server showed a person since the log was emptied. */
async function pagesShown(visit) {
  const log = await visit.control.requests('POST');
  return log.filter(({ path }) => path.startsWith('/interaction/')).length;
}

providerScene('prompt=none: nobody, then somebody without a page; login and consent ask', async (_t, visit) => {
  const page = await open(visit);
  // This server tells when somebody signed in only if it is asked.
  const maxAge = 3600;
  const nobody = await visit.signIn(page, { prompt: 'none', retry: true });
  assert.deepEqual([nobody.status, nobody.reason], ['signed-out', 'login-required']);
  assert.equal(await pagesShown(visit), 0);

  assert.equal((await visit.clickIn(page, 'ada', { maxAge })).status, 'signed-in');
  const first = await claims(visit, page);
  assert.equal(typeof first.auth_time, 'number');
  await visit.control.forget();
  const silent = await visit.signIn(page, { prompt: 'none', maxAge });
  assert.deepEqual([silent.status, silent.via], ['signed-in', 'callback']);
  assert.equal(await pagesShown(visit), 0);
  assert.equal((await claims(visit, page)).auth_time, first.auth_time, 'the same sign-in');

  await visit.later([page], 5);
  await visit.control.forget();
  assert.equal((await visit.clickIn(page, 'ada', { prompt: 'login', maxAge })).status, 'signed-in');
  assert.equal((await visit.control.asked()).prompt, 'login');
  assert.ok((await claims(visit, page)).auth_time >= first.auth_time + 5, 'signed in anew');

  const { auth_time: before } = await claims(visit, page);
  await visit.later([page], 5);
  await visit.control.forget();
  assert.equal((await visit.clickIn(page, 'ada', { prompt: 'consent', maxAge })).status, 'signed-in');
  assert.equal((await visit.control.asked()).prompt, 'consent');
  assert.equal(await pagesShown(visit), 1);
  assert.equal((await claims(visit, page)).auth_time, before, 'consented anew, not signed in');
});

providerScene('max_age: auth_time is told and recent; an older sign-in is asked for again', async (t, visit) => {
  serves(t, 'R-060', 'max_age at the real server: auth_time present, and a new sign-in once it is too old');
  const page = await open(visit);
  assert.equal((await visit.clickIn(page, 'ada', { maxAge: 120 })).status, 'signed-in');
  assert.equal((await visit.control.asked()).max_age, '120');
  const first = (await claims(visit, page)).auth_time;
  assert.equal(typeof first, 'number');

  await visit.later([page], 60);
  await visit.control.forget();
  assert.equal((await visit.clickIn(page, 'ada', { maxAge: 120 })).status, 'signed-in');
  assert.equal((await claims(visit, page)).auth_time, first, 'recent enough: nobody was asked');

  await visit.later([page], 120);
  await visit.control.forget();
  assert.equal((await visit.clickIn(page, 'ada', { maxAge: 120 })).status, 'signed-in');
  assert.ok((await claims(visit, page)).auth_time >= first + 180, 'asked again');
});

providerScene('acr_values: the context that was asked for, or id_token_invalid', async (t, visit) => {
  serves(t, 'R-060', 'acr of the real server is one of acr_values; another one is refused');
  const page = await open(visit);
  const password = 'urn:example:password';
  const stronger = 'urn:example:two-factor';
  assert.equal((await visit.clickIn(page, 'ada', { acrValues: `${password} ${stronger}` })).status, 'signed-in');
  assert.equal((await claims(visit, page)).acr, password);
  assert.equal((await visit.control.asked()).acr_values, `${password} ${stronger}`);

  // A wish is no more than that: the server goes on with the sign-in that it has.
  const refused = await visit.clickIn(page, 'ada', { acrValues: stronger });
  assert.equal(refused.status, 'failed');
  assert.deepEqual([refused.error.code, refused.error.field], ['id_token_invalid', 'acr']);
  assert.equal((await visit.call(page, 'snapshot')).value.status, 'signed-in', 'the session before is as it was');
  assert.equal((await claims(visit, page)).acr, password);

  const outcome = await visit.clickIn(page, 'ada', { acrValues: stronger, prompt: 'login' });
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  assert.equal(outcome.session.claims.acr, stronger);
});

providerScene('login_hint fills in the name, ui_locales arrives as it was written', async (_t, visit) => {
  const page = await open(visit);
  visit.taken(page, 'result');
  await page.evaluate(() => {
    setTimeout(() => void window.settled(() => window.auth.login({ loginHint: 'grace', uiLocales: 'de-CH fr en' })));
  });
  const name = page.locator('input[name=login]');
  await name.waitFor();
  assert.equal(await name.inputValue(), 'grace');
  const asked = await visit.control.asked();
  assert.equal(asked.login_hint, 'grace');
  assert.equal(asked.ui_locales, 'de-CH fr en');
  assert.equal(asked.scope, 'openid email');
  await page.fill('input[name=password]', 'any');
  await page.click('button[type=submit]');
  await page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' });
  await page.click('button[type=submit]');
  const outcome = await visit.outcome(page);
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  assert.equal(outcome.session.user.id, 'grace');
});

providerScene('claims: what was asked for is in the ID token, and stays after a renewal', async (t, visit) => {
  serves(t, 'R-088', 'a renewal keeps the claims that the login asked for');
  const page = await open(visit, { scopes: ['openid'] });
  const wanted = JSON.stringify({
    id_token: { email: { essential: true }, email_verified: null },
    userinfo: { name: null },
  });
  const outcome = await visit.clickIn(page, 'ada', { claims: wanted });
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  assert.deepEqual(JSON.parse((await visit.control.asked()).claims), JSON.parse(wanted));
  assert.deepEqual([outcome.session.user.email, outcome.session.claims.email_verified], ['ada@example.test', true]);
  assert.deepEqual((await visit.call(page, 'fetchProfile')).value, { sub: 'ada', name: 'Ada' });
  await visit.later([page]);
  await visit.call(page, 'getAccessToken');
  assert.equal((await claims(visit, page)).email, 'ada@example.test');
  assert.equal((await visit.call(page, 'snapshot')).value.session.user.email, 'ada@example.test');
  // Without them the same server says none of it.
  await visit.call(page, 'logout');
  const plain = await visit.clickIn(page, 'ada', {});
  assert.equal(plain.session.user.email, undefined);
});

providerScene('access denied at the server: told as such, with its own words apart', async (_t, visit) => {
  const page = await open(visit);
  visit.taken(page, 'result');
  await page.evaluate(() => setTimeout(() => void window.settled(() => window.auth.login())));
  await page.getByText('Cancel').click();
  const outcome = await visit.outcome(page);
  assert.equal(outcome.status, 'failed');
  assert.equal(outcome.error.code, 'authorization_denied');
  assert.equal(outcome.error.error, 'access_denied');
  assert.equal(outcome.error.errorDescription, 'End-User aborted interaction');
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  assert.deepEqual(await visit.control.tokenRequests(), []);
});
