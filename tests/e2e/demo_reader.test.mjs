/** The demo for those who do not use a mouse, hear the page, bring their own colours, or want no motion. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inspect } from './support/demo_look.mjs';
import { openDemoStage } from './support/demo_stage.mjs';
import { DemoVisit } from './support/demo_visit.mjs';

let stage;
before(async () => {
  stage = await openDemoStage();
  await stage.control.switches({ docspace: { auto_login: 'ada', auto_consent: true } });
});
after(() => stage?.close());

const docspace = (options) => DemoVisit.open(stage, { id: 'docspace', label: 'DocSpace', options });

/** What a screen reader would be told from now on: each change of the polite line, and of the alert. */
async function listen(page) {
  await page.evaluate(() => {
    globalThis.heard = [];
    const status = document.querySelector('[role=status]');
    const alert = document.querySelector('[role=alert]');
    new MutationObserver(() => globalThis.heard.push(status.textContent)).observe(status, { childList: true });
    new MutationObserver(() => {
      if (!alert.hidden) globalThis.heard.push(`alert: ${document.getElementById('problem-title').textContent}`);
    }).observe(alert, { attributes: true, attributeFilter: ['hidden'] });
  });
  return () => page.evaluate(() => globalThis.heard);
}

test('each change is said once', { timeout: 60_000 }, async () => {
  const visit = await docspace();
  await visit.signIn();
  const heard = await listen(visit.page);
  await visit.call('Who am I', '200');
  await visit.press('Expire the token now');
  await visit.told('has expired at the server');
  await visit.call('Rooms', '401');
  await visit.page.getByLabel('Path or address').fill('//evil.example');
  await visit.press('Send GET');
  await visit.alert.getByText('origin_not_allowed').waitFor();
  await visit.press('Dismiss');
  await visit.press('Sign out');
  await visit.says('Signed out of DocSpace.');
  const said = (await heard()).filter((text) => text !== '');
  for (const text of [
    'GET /api/2.0/people/@self: 200 OK.',
    'The access token has expired at the server.',
    'GET /api/2.0/files/rooms: 401 Unauthorized.',
    // Together with the answer that brought it.
    'The DocSpace session has expired.',
    'alert: DocSpace: GET //evil.example did not work',
    'Signed out of DocSpace.',
  ]) {
    assert.equal(said.filter((one) => one.includes(text)).length, 1, `${text} in ${JSON.stringify(said)}`);
  }
  assert.equal(said.length, 5, JSON.stringify(said));
  await visit.finish();
});

test('by keyboard: the skip link, the parts of the page, a switch, and no trap', { timeout: 60_000 }, async () => {
  const visit = await docspace({ viewport: { width: 360, height: 740 } });
  const { page } = visit;
  const focused = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent.trim());
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Skip to the sign-in');
  assert.ok(await page.locator('.skip').isVisible());
  await page.keyboard.press('Enter');
  assert.equal(await focused(), 'state');
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'login', 'the next thing to do comes next');

  for (const [name, id] of [
    ['Sign-in', 'state'],
    ['API', 'api'],
    ['Session', 'session'],
    ['Doctor', 'doctor'],
    ['Sandbox', 'double'],
    ['Flow', 'flow'],
  ]) {
    await page.getByRole('navigation').getByRole('link', { name, exact: true }).press('Enter');
    assert.equal(await focused(), id);
    const top = await page.locator(`#${id}`).evaluate((part) => part.getBoundingClientRect().top);
    const bar = await page.locator('.bar').evaluate((part) => part.getBoundingClientRect().bottom);
    assert.ok(top >= bar - 1, `${name} is not below the bar: ${top} under ${bar}`);
  }
  assert.match(page.url(), /#docspace/, 'the address still says which provider is chosen');

  await page.getByRole('switch', { name: 'Deny consent' }).focus();
  await page.keyboard.press('Space');
  await visit.told('Deny consent: on');
  await page.keyboard.press('Space');
  await visit.told('Deny consent: off');

  // From the first to the last, and out at the end: everything that can be reached is seen with the focus on it.
  await page.evaluate(() => {
    document.activeElement?.blur();
    scrollTo(0, 0);
  });
  await page.locator('.skip').focus();
  const unseen = [];
  let stops = 0;
  for (; stops < 120; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return null;
      const shown = [element, element.parentElement, element.nextElementSibling].filter(Boolean);
      const outlined = shown.some((one) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
      });
      return { name: element.id || element.textContent.trim().slice(0, 30), outlined };
    });
    if (stop === null) break;
    if (!stop.outlined) unseen.push(stop.name);
  }
  assert.deepEqual(unseen, []);
  assert.ok(stops > 20 && stops < 120, `${stops} stops, and then the focus leaves the page`);
  await visit.leave();
});

test('colours: by the system, chosen, kept over a reload, and the system’s again', { timeout: 60_000 }, async () => {
  const visit = await docspace({ colorScheme: 'light' });
  const { page } = visit;
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await paper();
  assert.notEqual(light, dark);
  await visit.choose('Light');
  assert.equal(await paper(), light);
  await page.emulateMedia({ colorScheme: 'light' });
  await visit.choose('Dark');
  assert.equal(await paper(), dark);
  await page.reload();
  await visit.says('Signed out of DocSpace.');
  assert.equal(await paper(), dark);
  assert.ok(await page.getByRole('radio', { name: 'Dark', exact: true }).isChecked());
  await inspect(page, 'chosen-dark');
  await visit.choose('Auto');
  assert.equal(await paper(), light);
  await visit.leave();
});

test('forced colours: what is chosen, on and off can still be told', { timeout: 60_000 }, async () => {
  const visit = await docspace({ forcedColors: 'active', viewport: { width: 1280, height: 800 } });
  const { page } = visit;
  await visit.turn('Partial consent', true);
  const outline = (locator) => locator.evaluate((it) => getComputedStyle(it).outlineStyle);
  assert.equal(await outline(page.locator('.choice:has(:checked)')), 'solid');
  assert.equal(await outline(page.locator('.choice:not(:has(:checked))').first()), 'none');
  const fill = (name) => page.getByRole('switch', { name }).evaluate((it) => getComputedStyle(it).backgroundColor);
  assert.notEqual(await fill('Partial consent'), await fill('Deny consent'));
  await inspect(page, 'forced-colours');
  await visit.press('Everything as usual again');
  await visit.told('Everything is as usual again.');
  await visit.leave();
});

test('no motion for those who want none', { timeout: 60_000 }, async () => {
  for (const [reducedMotion, moves] of [
    ['reduce', false],
    ['no-preference', true],
  ]) {
    const visit = await docspace({ reducedMotion });
    const opened = visit.page.waitForEvent('popup');
    await stage.control.switches({ docspace: { auto_login: null } });
    await visit.press('Sign in in a window');
    const popup = await opened;
    await visit.says('DocSpace is open in a window.');
    const moving = await visit.page.evaluate(() => document.getAnimations().length > 0);
    assert.equal(moving, moves, reducedMotion);
    await stage.control.switches({ docspace: { auto_login: 'ada' } });
    await popup.close();
    await visit.leave();
  }
});
