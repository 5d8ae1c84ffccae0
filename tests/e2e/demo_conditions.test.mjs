/** Each condition that a sign-in can be in, as the demo shows it: told apart by its words, checked by axe, photographed. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inspect, VIEWS } from './support/demo_look.mjs';
import { openDemoStage } from './support/demo_stage.mjs';
import { DemoVisit } from './support/demo_visit.mjs';

let stage;
before(async () => {
  stage = await openDemoStage();
});
after(() => stage?.close());

const USUAL = { auto_login: 'ada', auto_consent: true, deny_consent: false, partial_consent: null };

/** Nobody has consented to anything yet. */
async function freshly(switches) {
  await stage.control.revoke();
  await stage.control.switches({ docspace: { ...USUAL, ...switches } });
}

const docspace = (options) => DemoVisit.open(stage, { id: 'docspace', label: 'DocSpace', options });

/** Holds what goes to addresses like `pattern` until the function that this gives is called. */
async function hold(page, pattern) {
  let free;
  const freed = new Promise((resolve) => {
    free = resolve;
  });
  let come;
  const came = new Promise((resolve) => {
    come = resolve;
  });
  await page.route(pattern, async (route) => {
    come();
    await freed;
    await route.continue().catch(() => undefined);
  });
  return { came, free };
}

const SIGNED_IN = ['Signed in', 'Ada Lovelace'];

for (const [name, options] of VIEWS) {
  test(`${name}: back from the provider; signed in; expired`, { timeout: 90_000 }, async () => {
    await freshly({});
    const visit = await docspace(options);
    const { page } = visit;
    assert.deepEqual(await visit.condition(), ['Signed out', 'Nobody is signed in to DocSpace']);
    const returning = await hold(page, /\/oauth2\/token/);
    await visit.press('Sign in to DocSpace');
    await returning.came;
    await visit.says('Back from DocSpace: finishing the sign-in…');
    assert.deepEqual(await visit.condition(), ['Signing in…', 'Back from DocSpace…']);
    assert.equal(new URL(page.url()).search, '', 'the address is clean before the code is exchanged');
    await inspect(page, `${name}-returning`);
    returning.free();
    await visit.says('Signed in to DocSpace.');
    await page.locator('#session-person').getByText('Ada Lovelace').waitFor();
    assert.deepEqual(await visit.condition(), SIGNED_IN);
    await page.locator('#session-claims-box summary').click();
    await inspect(page, `${name}-docspace-signed-in`);

    await visit.press('Evict from another device');
    await visit.told('Another device has taken over');
    await visit.call('Who am I', '401');
    await visit.says('The DocSpace session has expired.');
    assert.deepEqual(await visit.condition(), ['Expired', 'The session has ended']);
    assert.equal(await visit.who(), 'Ada Lovelace', 'who it was stays');
    await inspect(page, `${name}-expired`);
    await visit.finish();
  });

  test(`${name}: about to be left`, { timeout: 90_000 }, async () => {
    const visit = await DemoVisit.open(stage, { id: 'oidc', label: 'OpenID Connect', variant: 'double', options });
    const { page } = visit;
    const leaving = await hold(page, /\.well-known/);
    await visit.press('Sign in to OpenID Connect');
    await leaving.came;
    await visit.says('Off to OpenID Connect…');
    assert.deepEqual(await visit.condition(), ['Signing in…', 'Off to OpenID Connect…']);
    await inspect(page, `${name}-leaving`);
    leaving.free();
    await visit.atEntra('user-ada');
    await visit.says('Signed in to OpenID Connect as Ada Lovelace.');
    await visit.finish();
  });

  test(`${name}: a window that is open, and the window when it is done`, { timeout: 90_000 }, async () => {
    await freshly({ auto_login: null });
    const visit = await docspace(options);
    await visit.page.context().addInitScript(() => {
      globalThis.close = () => undefined;
    });
    const opened = visit.page.waitForEvent('popup');
    await visit.press('Sign in in a window');
    const popup = await opened;
    await popup.getByTestId('user-ada').waitFor();
    assert.deepEqual(await visit.condition(), ['Signing in…', 'DocSpace is open in a window']);
    await inspect(visit.page, `${name}-window-open`);
    await popup.getByTestId('user-ada').click();
    await visit.says('Signed in to DocSpace.');
    await popup.getByText('may be closed.').waitFor();
    assert.deepEqual(await visit.condition(popup), ['Done here', 'You may close this window']);
    await inspect(popup, `${name}-window-done`);
    await popup.close();
    await visit.finish();
  });

  test(`${name}: failed, a part missing, misconfigured`, { timeout: 90_000 }, async () => {
    await freshly({ deny_consent: true });
    const visit = await docspace(options);
    const { page } = visit;
    await visit.press('Sign in to DocSpace');
    await visit.alert.getByText('authorization_denied').waitFor();
    assert.deepEqual(await visit.condition(), ['Sign-in failed', 'Nobody was signed in to DocSpace']);
    await inspect(page, `${name}-denied`);
    await visit.press('Dismiss');
    assert.deepEqual(await visit.condition(), ['Signed out', 'Nobody is signed in to DocSpace']);

    await freshly({ partial_consent: ['accounts.self:read'] });
    await visit.press('Sign in to DocSpace');
    await page.locator('#session-person').getByText('Ada Lovelace').waitFor();
    assert.equal(await page.locator('.scope-missing').count(), 2);
    await visit.call('My documents', '403');
    await page.locator('#answer-advice').getByText('a scope is missing').waitFor();
    await inspect(page, `${name}-missing`);
    await visit.press('Sign out');

    await page.route('**/config.json', async (route) => {
      const config = await (await route.fetch()).json();
      await route.fulfill({ json: { ...config, docspace: { ...config.docspace, scopes: [] } } });
    });
    await page.reload();
    await visit.alert.getByText('config_invalid').waitFor();
    assert.deepEqual(await visit.condition(), ['Misconfigured', 'This config cannot be used']);
    await inspect(page, `${name}-misconfigured`);
    await visit.finish();
  });
}
