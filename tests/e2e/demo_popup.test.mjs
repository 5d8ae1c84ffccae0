/** The demo's second button: the same sign-in in a window of its own, at both providers. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openDemoStage } from './support/demo_stage.mjs';
import { serves } from './support/rows.mjs';

let stage;
before(async () => {
  stage = await openDemoStage();
});
after(() => stage?.close());

const button = (page, name) => page.getByRole('button', { name, exact: true });
const says = (page, text) => page.getByRole('status').filter({ hasText: text }).waitFor();

const ways = {
  async DocSpace(popup) {
    await popup.getByTestId('user-ada').click();
    await popup.getByTestId('consent-allow').click();
  },
  async 'OpenID Connect'(popup) {
    await popup.locator('input[name=login]').fill('grace');
    await popup.locator('input[name=password]').fill('any');
    await popup.locator('button[type=submit]').click();
    await popup.waitForURL(/interaction/);
    const consent = popup.locator('form button[type=submit]');
    await consent.filter({ hasText: /continue/i }).click();
  },
};

for (const [label, signIn] of Object.entries(ways)) {
  test(`${label}: sign in in a window, out again, and give a window up`, { timeout: 40_000 }, async (t) => {
    const person = await stage.person();
    const page = await person.context.newPage();
    await page.goto(stage.origin);
    await page.getByRole('radio', { name: label }).check();
    await says(page, `Signed out of ${label}.`);
    const opened = page.waitForEvent('popup');
    await button(page, 'Sign in in a window').click();
    const popup = await opened;
    const closed = popup.waitForEvent('close');
    await signIn(popup);
    await closed;
    await says(page, `Signed in to ${label}`);
    assert.equal(new URL(page.url()).pathname, '/', 'the page was not left');
    assert.equal(new URL(page.url()).search, '');
    await button(page, 'Sign out').click();
    await says(page, `Signed out of ${label}.`);
    // The provider knows the person by now and would let them through at once.
    await person.context.route(/\/oauth2\/authorize|\/auth\?/, () => undefined);
    const again = page.waitForEvent('popup');
    await button(page, 'Sign in in a window').click();
    const abandoned = await again;
    await abandoned.close();
    // Whoever closes a window is back on the page; a driven browser does not say so.
    await page.evaluate(() => void setInterval(() => dispatchEvent(new Event('focus')), 300));
    await page.getByRole('alert').getByText('popup_closed').waitFor();
    await person.finish();
    serves(t, 'R-113', `${label} through the demo: a window is opened in the click, used and closed; and given up`);
  });
}
