/**
 * Signing out at the real server: tokens given back and dead there (RFC 7009), then its own page, where a person says yes
 * or no, and back to the app, which has been signed out all along (RP-Initiated Logout 1.0; ).
 */
import assert from 'node:assert/strict';
import { providerScene, serves } from './support/provider_scene.mjs';
import {
  accessToken,
  assertNothingKept,
  idToken,
  refreshToken,
  replayed,
  userInfoStatus,
} from './support/provider_tokens.mjs';

const REVOCATION = '/token/revocation';
const HOME = { postLogoutRedirectUri: '/' };

/** Signed in through the server's pages, so that the browser has a session there too. */
async function signedIn(visit, changes = {}, options = undefined) {
  const page = await visit.tab({ config: visit.oidc(changes) });
  await visit.arrive(page, '/rooms/1');
  const outcome = await visit.clickIn(page, 'ada', options);
  assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
  visit.taken(page, 'event');
  return page;
}

const held = async (visit, page) => ({
  access: await accessToken(visit, page),
  refresh: await refreshToken(page),
  id: await idToken(visit, page),
});

/** Both tokens are worth nothing at the server any more. */
async function assertDead(visit, { access, refresh }, clientId) {
  assert.equal(await replayed(visit, refresh, clientId), 'invalid_grant');
  assert.equal(await userInfoStatus(visit, access), 401);
}

/** Begins the sign-out; resolves on the server's page that asks whether it is meant. */
async function toPage(visit, page, options = {}) {
  visit.taken(page, 'result');
  const asked = page.waitForURL((url) => url.origin === visit.issuer && url.pathname === '/session/end');
  await page.evaluate((given) => setTimeout(() => void window.settled(() => window.auth.logout(given))), options);
  await asked;
  await page.waitForSelector('button[value=yes]');
  return new URL(page.url());
}

/** What `ready()` answers after this button of that page. */
async function press(visit, page, button) {
  await page.click(button);
  return await visit.outcome(page);
}

const YES = 'button[value=yes]';
const NO = 'button:not([value])';

/** Whether the server asks for a sign-in now: nobody is signed in there. */
async function isForgottenThere(visit, page) {
  const outcome = await visit.signIn(page, { prompt: 'none', retry: true });
  return outcome.status === 'signed-out';
}

providerScene('without a page of the server: tokens are revoked and dead, the page stays', async (t, visit) => {
  serves(t, 'R-121', 'both tokens are given back at the real server: 200, and neither is worth anything afterwards');
  serves(t, 'R-120', 'signed out here and in the other tab, then revoked');
  const page = await signedIn(visit);
  const other = await visit.tab({ config: visit.oidc() });
  assert.equal((await visit.arrive(other, '/rooms/2')).via, 'tab');
  const tokens = await held(visit, page);
  const { error } = await visit.call(page, 'logout');
  assert.equal(error, undefined);
  assert.equal((await visit.event(other, 'signed-out')).event.reason, 'other-tab');
  assert.equal(page.url(), `${visit.app}/rooms/1`);
  const sent = await visit.control.requests('POST', REVOCATION);
  assert.deepEqual(
    sent.map(({ status }) => status),
    [200, 200],
  );
  await assertDead(visit, tokens);
  for (const tab of [page, other]) await assertNothingKept(tab);
  assert.deepEqual(await visit.control.requests('GET', '/session/end'), []);
  // The sign-in at the server is another thing: it lives on.
  assert.equal(await isForgottenThere(visit, page), false);
});

for (const idTokenHint of [false, true]) {
  const how = idTokenHint ? 'named by the ID token' : 'named by the client id';
  providerScene(`the server's page, ${how}: asked, signed out there, back and confirmed`, async (t, visit) => {
    serves(t, 'R-122', `${how}, a registered address to come back to, a fresh state`);
    serves(t, 'R-123', `back from the real server, ${how}: confirmed`);
    const page = await signedIn(visit, HOME);
    const tokens = await held(visit, page);
    const url = await toPage(visit, page, { returnTo: '/goodbye?by=page', ...(idTokenHint ? { idTokenHint } : {}) });
    assert.equal(url.searchParams.get('client_id'), 'demo-oidc');
    assert.equal(url.searchParams.get('post_logout_redirect_uri'), `${visit.app}/`);
    assert.equal(url.searchParams.get('id_token_hint'), idTokenHint ? tokens.id : null);
    assert.match(url.searchParams.get('state'), /^dg1o[\w-]{32}$/);
    // Nobody waits for the person: it is over here and at the server already.
    const other = await visit.tab({ config: visit.oidc(HOME) });
    assert.equal((await visit.arrive(other, '/rooms/2')).status, 'signed-out');
    await assertDead(visit, tokens);

    const outcome = await press(visit, page, YES);
    assert.deepEqual(
      [outcome.status, outcome.via, outcome.confirmed, outcome.returnTo],
      ['signed-out', 'logout', true, '/goodbye?by=page'],
    );
    assert.equal(page.url(), `${visit.app}/goodbye?by=page`);
    await assertNothingKept(page);
    assert.ok(await isForgottenThere(visit, page), 'the server still knows the person');
    // The way back is used up.
    await page.goto(`${visit.app}/?state=${url.searchParams.get('state')}`);
    const again = await visit.outcome(page);
    assert.deepEqual([again.status, again.via], ['signed-out', null]);
  });
}

providerScene('"No, stay signed in" at the server: signed out here all the same', async (t, visit) => {
  serves(t, 'R-120', 'what the person says at the server changes nothing here');
  const page = await signedIn(visit, HOME);
  const tokens = await held(visit, page);
  await toPage(visit, page);
  const outcome = await press(visit, page, NO);
  assert.deepEqual([outcome.status, outcome.via, outcome.confirmed], ['signed-out', 'logout', true]);
  assert.equal((await visit.call(page, 'getAccessToken')).error.code, 'login_required');
  await assertDead(visit, tokens);
});

providerScene('another state, or none, on the way back: signed out, not confirmed', async (t, visit) => {
  serves(t, 'R-123', 'a way back with a foreign state or none after a real sign-out: unconfirmed');
  for (const query of ['?state=dg1oAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', '?state=x&state=x', '']) {
    const page = await signedIn(visit, HOME);
    await toPage(visit, page, { returnTo: '/goodbye' });
    const outcome = await visit.arrive(page, `/${query}`);
    assert.deepEqual(
      [outcome.status, outcome.via, outcome.confirmed, outcome.returnTo],
      ['signed-out', 'logout', false, '/goodbye'],
      query,
    );
    assert.equal(page.url(), `${visit.app}/goodbye`);
    await page.close();
  }
});

providerScene(
  'provider: false tells the server nothing; true goes there although nothing comes back',
  async (t, visit) => {
    serves(t, 'R-122', 'the option decides, whatever is configured');
    const quiet = await signedIn(visit, HOME);
    const tokens = await held(visit, quiet);
    await visit.control.forget();
    await visit.call(quiet, 'logout', { provider: false });
    assert.deepEqual(await visit.control.requests('POST', REVOCATION), []);
    assert.deepEqual(await visit.control.requests('GET', '/session/end'), []);
    assert.equal(await userInfoStatus(visit, tokens.access), 200, 'nobody told the server');
    await quiet.close();

    const page = await signedIn(visit);
    const url = await toPage(visit, page, { provider: true });
    assert.deepEqual([...url.searchParams.keys()], ['client_id']);
    await page.click(YES);
    await page.waitForURL(`${visit.issuer}/session/end/success`);
    const outcome = await visit.arrive(page, '/');
    assert.deepEqual([outcome.status, outcome.via], ['signed-out', null]);
  },
);

providerScene(
  'an ID token of keys that are gone is no hint: the app is signed out, the server says no',
  async (t, visit) => {
    serves(t, 'R-120', 'a sign-out page that refuses leaves nobody signed in');
    const page = await signedIn(visit, HOME);
    await visit.control.changeKeys();
    visit.taken(page, 'result');
    const left = page.waitForURL((url) => url.origin === visit.issuer);
    await page.evaluate(() => setTimeout(() => void window.settled(() => window.auth.logout({ idTokenHint: true }))));
    await left;
    assert.match(await page.textContent('body'), /id_token_hint/);
    const outcome = await visit.arrive(page, '/rooms/1');
    assert.equal(outcome.status, 'signed-out');
    await assertNothingKept(page);
  },
);
