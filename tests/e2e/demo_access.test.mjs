/** The demo for everybody: by keyboard alone, on a narrow phone, light and dark, checked by axe. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { inspect, VIEWS } from './support/demo_look.mjs';
import { openDemoStage } from './support/demo_stage.mjs';

let stage;
before(async () => {
  stage = await openDemoStage();
  await stage.control.switches({ docspace: { auto_login: 'ada', auto_consent: true } });
});
after(() => stage?.close());

const status = (page) => page.getByRole('status');

for (const [name, options] of VIEWS) {
  test(`${name}: signed out, signed in, an answer, a failure`, { timeout: 60_000 }, async () => {
    const person = await stage.person(options);
    const page = await person.context.newPage();
    await page.goto(stage.origin);
    await status(page).filter({ hasText: 'Signed out' }).waitFor();
    await inspect(page, `${name}-signed-out`);
    await page.getByRole('button', { name: 'Sign in to DocSpace' }).click();
    await status(page).filter({ hasText: 'Signed in' }).waitFor();
    await page.getByRole('button', { name: 'Who am I' }).click();
    await page.locator('#answer-line').filter({ hasText: '200' }).waitFor();
    await inspect(page, `${name}-signed-in`);
    await page.getByLabel('Path or address').fill('//evil.example');
    await page.getByRole('button', { name: 'Send GET' }).click();
    await page.getByRole('alert').getByText('origin_not_allowed').waitFor();
    await inspect(page, `${name}-failure`);
    await person.finish();
  });
}

/** Presses Tab until the element with this accessible name has the focus, which must be visible. */
async function tabTo(page, name) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      const label = element?.labels?.[0] ?? element;
      const outline = element ? getComputedStyle(element) : null;
      return {
        text: (label?.textContent ?? '').trim(),
        visible: outline !== null && outline.outlineStyle !== 'none' && Number.parseFloat(outline.outlineWidth) >= 2,
      };
    });
    if (focused.text.startsWith(name)) {
      assert.ok(focused.visible, `the focus on ${name} can be seen`);
      return;
    }
  }
  assert.fail(`Tab never reaches ${name}`);
}

test('everything works with the keyboard alone, at 360 pixels', { timeout: 60_000 }, async () => {
  const person = await stage.person({ viewport: { width: 360, height: 740 } });
  const page = await person.context.newPage();
  await page.goto(stage.origin);
  await status(page).filter({ hasText: 'Signed out of DocSpace.' }).waitFor();

  await tabTo(page, 'DocSpace');
  await page.keyboard.press('ArrowDown');
  await status(page).filter({ hasText: 'Signed out of OpenID Connect.' }).waitFor();
  await page.keyboard.press('ArrowUp');
  await status(page).filter({ hasText: 'Signed out of DocSpace.' }).waitFor();

  await tabTo(page, 'Sign in to DocSpace');
  await page.keyboard.press('Enter');
  await status(page).filter({ hasText: 'Signed in to DocSpace' }).waitFor();

  await tabTo(page, 'Who am I');
  await page.keyboard.press('Space');
  await page.locator('#answer-line').filter({ hasText: '200' }).waitFor();

  await tabTo(page, 'Path or address');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('//evil.example');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('origin_not_allowed').waitFor();
  await page.keyboard.press('Shift+Tab');
  for (let presses = 0; presses < 20; presses += 1) {
    const text = await page.evaluate(() => document.activeElement?.textContent);
    if (text === 'Dismiss') break;
    await page.keyboard.press('Shift+Tab');
  }
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor({ state: 'hidden' });
  assert.notEqual(await page.evaluate(() => document.activeElement?.tagName), 'BODY', 'the focus is not lost');

  await tabTo(page, 'Sign out');
  await page.keyboard.press('Enter');
  await status(page).filter({ hasText: 'Signed out of DocSpace.' }).waitFor();
  const focused = await page.evaluate(() => document.activeElement?.textContent);
  assert.equal(focused, 'Sign in to DocSpace', 'the focus goes to what comes next');
  await person.finish();
});
