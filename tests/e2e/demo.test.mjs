/** The demo, as a person uses it after `npm start`: two providers, API calls, reload, a second tab, sign-out. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDemoStage } from './support/demo_stage.mjs';
import { serves } from './support/rows.mjs';

let stage;
before(async () => {
  stage = await openDemoStage();
});
after(() => stage?.close());

const status = (page) => page.getByRole('status');
const button = (page, name) => page.getByRole('button', { name, exact: true });

async function says(page, text) {
  await status(page).filter({ hasText: text }).waitFor();
}

/** The rest is the same for every provider, once `signIn` has been clicked through. */
async function useAndLeave(t, { label, signIn, call, expected, profile, authorizations }) {
  const person = await stage.person();
  const page = await person.context.newPage();
  await page.goto(stage.origin);
  await page.getByRole('radio', { name: label }).check();
  await says(page, `Signed out of ${label}.`);

  await button(page, `Sign in to ${label}`).click();
  await signIn(page);
  await says(page, `Signed in to ${label}`);
  assert.equal(new URL(page.url()).search, '', 'the address is clean');
  await page.getByText('a sign-in that just finished').waitFor();
  assert.match(await page.locator('.countdown').textContent(), /^in (59:\d\d|1:00:00), at /);
  const first = await page.locator('.countdown').textContent();
  await page.waitForFunction((text) => document.querySelector('.countdown').textContent !== text, first);

  await button(page, call).click();
  await page.locator('#answer-line').filter({ hasText: '200' }).waitFor();
  assert.match(await page.locator('#answer-body').textContent(), expected);
  await button(page, 'Fetch profile').click();
  await page.locator('#answer-title').filter({ hasText: 'Profile' }).waitFor();
  assert.match(await page.locator('#answer-body').textContent(), profile);
  assert.ok((await page.locator('#timeline li').count()) >= 4, 'the timeline tells the sign-in');

  await page.reload();
  await says(page, `Signed in to ${label}`);
  await page.getByText('this tab’s own store').waitFor();

  const count = await authorizations();
  const second = await person.context.newPage();
  await second.goto(`${stage.origin}/${new URL(page.url()).hash}`);
  await says(second, `Signed in to ${label}`);
  await second.getByText('another tab of this browser').waitFor();
  assert.equal(await authorizations(), count, 'the second tab asks for no authorization');
  await button(second, call).click();
  await second.locator('#answer-line').filter({ hasText: '200' }).waitFor();

  await button(page, 'Sign out').click();
  await says(page, `Signed out of ${label}.`);
  await says(second, `Signed out of ${label}.`);
  await second.reload();
  await says(second, `Signed out of ${label}.`);
  assert.ok(person.secrets.of('access token').length > 0, 'the scan knows a token to look for');
  await person.finish();
  serves(t, 'R-101', `${label} through the demo: no token, code, verifier or nonce outside of sessionStorage`);
  serves(t, 'A-13', `${label} through the demo: nothing secret in console or timeline`);
}

test('DocSpace: sign in, call, reload, second tab, sign out', { timeout: 40_000 }, async (t) => {
  await useAndLeave(t, {
    label: 'DocSpace',
    call: 'Who am I',
    expected: /Lovelace/,
    profile: /Lovelace/,
    async signIn(page) {
      await page.getByTestId('user-ada').click();
      await page.getByTestId('consent-allow').click();
    },
    authorizations: async () => (await stage.control.requests({ path: '/oauth2/authorize' })).length,
  });
});

test('oidc-provider: sign in, call, reload, second tab, sign out', { timeout: 40_000 }, async (t) => {
  await useAndLeave(t, {
    label: 'OpenID Connect',
    call: 'UserInfo',
    expected: /grace@example\.test/,
    profile: /grace@example\.test/,
    async signIn(page) {
      await page.locator('input[name=login]').fill('grace');
      await page.locator('input[name=password]').fill('any');
      await page.locator('button[type=submit]').click();
      await page.waitForURL(/interaction/);
      const consent = page.locator('form button[type=submit]');
      await consent.filter({ hasText: /continue/i }).click();
    },
    authorizations: async () => (await stage.providerLog()).filter(({ path }) => path === '/auth').length,
  });
});

test('both providers at once on one page, each with its own session', { timeout: 40_000 }, async (t) => {
  await stage.control.switches({ docspace: { auto_login: 'ada', auto_consent: true } });
  const person = await stage.person();
  const page = await person.context.newPage();
  await page.goto(stage.origin);
  await button(page, 'Sign in to DocSpace').click();
  await says(page, 'Signed in to DocSpace');
  await page.getByRole('radio', { name: 'OpenID Connect' }).check();
  await says(page, 'Signed out of OpenID Connect.');
  await button(page, 'Sign in to OpenID Connect').click();
  await page.locator('input[name=login]').fill('grace');
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page
    .locator('form button[type=submit]')
    .filter({ hasText: /continue/i })
    .click();
  await says(page, 'Signed in to OpenID Connect');
  await page.getByRole('radio', { name: 'DocSpace' }).check();
  await says(page, 'Signed in to DocSpace');
  await button(page, 'Sign out').click();
  await says(page, 'Signed out of DocSpace.');
  await page.getByRole('radio', { name: 'OpenID Connect' }).check();
  await says(page, 'Signed in to OpenID Connect');
  await person.finish();
  serves(t, 'R-009', 'two providers in one app: two sessions, sign-out of one leaves the other');
});

test('failures are shown with their code, their evidence and what to do', { timeout: 40_000 }, async (t) => {
  await stage.control.switches({ docspace: { auto_login: 'linus', auto_consent: false, deny_consent: true } });
  const person = await stage.person();
  const page = await person.context.newPage();
  await page.goto(stage.origin);
  await button(page, 'Sign in to DocSpace').click();
  const alert = page.getByRole('alert');
  await alert.getByText('authorization_denied').waitFor();
  await alert.getByText('access_denied').waitFor();
  await alert.getByText('allow the access').waitFor();

  await stage.control.switches({ docspace: { auto_consent: true, deny_consent: false } });
  await button(page, 'Sign in again').click();
  await says(page, 'Signed in to DocSpace');
  await alert.waitFor({ state: 'hidden' });

  await page.getByLabel('Path or address').fill('https://evil.example/');
  await button(page, 'Send GET').click();
  await alert.getByText('origin_not_allowed').waitFor();
  await button(page, 'Dismiss').click();
  await alert.waitFor({ state: 'hidden' });

  await stage.control.evict('linus');
  await button(page, 'Who am I').click();
  await page.locator('#answer-line').filter({ hasText: '401' }).waitFor();
  await says(page, 'The DocSpace session has expired.');
  await button(page, 'Sign in again').click();
  await says(page, 'Signed in to DocSpace');

  // Markup in an address that somebody sends is shown as text.
  const evil = '<img src=x onerror=alert(1)>';
  page.on('dialog', () => assert.fail('a dialog opened'));
  await button(page, 'Sign out').click();
  await page.goto(
    `${stage.origin}/callback/docspace?${new URLSearchParams({ error: evil, error_description: evil, state: 'x' })}`,
  );
  await alert.getByText(evil).first().waitFor();
  assert.equal(await page.locator('img').count(), 0);
  await person.context.clearCookies();
  await person.finish();
  serves(t, 'A-42', 'markup in an error of the address: shown as text by the demo');
});
