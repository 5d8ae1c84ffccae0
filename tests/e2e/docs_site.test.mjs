/** The documentation as a static site, under the demo's policy and below a path: narrow and wide, read by keyboard, searched. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { buildDocs } from '../../tools/docs/site.mjs';
import { at } from '../../tools/paths.mjs';
import { startBuiltDemo } from '../../tools/serve/built_demo.mjs';
import { launchBrowser } from './support/browser.mjs';
import { inspect, VIEWS } from './support/demo_look.mjs';

const FOLDER = at('target', 'docs-built');
const BASE = '/somewhere/docs/';
/** Those that are looked at as a whole: text, tables, code, many headings. */
const LOOKED_AT = ['index.html', 'migration/msal-browser.html'];

let pages;
let server;
let browser;
before(async () => {
  rmSync(FOLDER, { recursive: true, force: true });
  pages = buildDocs({ folder: FOLDER }).map(({ address }) => address);
  server = await startBuiltDemo({ port: 0, config: { docspace: {} }, folder: FOLDER, base: BASE });
  browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** A page of the site; whatever it asks for, refuses or complains of is noticed. */
async function open(options, address = 'index.html') {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const noticed = [];
  page.on('console', (message) => noticed.push(message.text()));
  page.on('pageerror', (error) => noticed.push(error.message));
  page.on('response', (answer) => {
    if (answer.status() >= 400) noticed.push(`${answer.status()} ${answer.url()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${server.origin}${BASE}`)) noticed.push(`asks for ${request.url()}`);
  });
  await page.goto(`${server.origin}${BASE}${address}`);
  const finish = async () => {
    assert.deepEqual(noticed, []);
    await context.close();
  };
  return { page, finish };
}

test('every page fits on a phone', { timeout: 180_000 }, async () => {
  const { page, finish } = await open({ viewport: { width: 360, height: 740 } });
  // A source is one block of code, like every other.
  for (const address of pages.filter((each) => !each.startsWith('source/'))) {
    await page.goto(`${server.origin}${BASE}${address}`, { waitUntil: 'domcontentloaded' });
    const { wide, room } = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      room: innerWidth,
    }));
    assert.ok(wide <= room, `${address}: ${wide} wide in ${room}`);
  }
  await finish();
});

for (const [name, options] of VIEWS) {
  test(`nothing that axe has against it: ${name}`, { timeout: 180_000 }, async () => {
    for (const address of LOOKED_AT) {
      const { page, finish } = await open(options, address);
      await inspect(page, `docs-${address.replaceAll(/\W/g, '-')}-${name}`);
      await finish();
    }
  });
}

test('the search: from the keyboard to the section that says it', { timeout: 180_000 }, async () => {
  const { page, finish } = await open({}, 'popups.html');
  await page.keyboard.press('/');
  await page.keyboard.type('popup_blocked');
  const first = page.locator('#search-found a').first();
  await first.filter({ hasText: 'popup_blocked · Errors' }).waitFor();
  await page.locator('#search-count', { hasText: 'sections found' }).waitFor({ state: 'attached' });
  await page.keyboard.press('ArrowDown');
  assert.equal(await first.evaluate((link) => link === document.activeElement), true);
  await inspect(page, 'docs-search');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/errors.html#popup_blocked');
  await page.locator('h3#popup_blocked').waitFor();

  await page.keyboard.press('/');
  await page.keyboard.type('no such words');
  await page.getByText('Nothing found.').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('#search-found').waitFor({ state: 'hidden' });
  await finish();
});

test('the keyboard: skip to the page, open the pages on a phone, choose the colours', {
  timeout: 120_000,
}, async () => {
  const { page, finish } = await open({ viewport: { width: 360, height: 740 } }, 'popups.html');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  const menu = page.getByRole('button', { name: 'Pages' });
  assert.equal(await menu.getAttribute('aria-expanded'), 'false');
  await menu.press('Enter');
  assert.equal(await menu.getAttribute('aria-expanded'), 'true');
  await inspect(page, 'docs-pages-phone');
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Error codes' }).press('Enter');
  await page.waitForURL('**/errors.html');
  await page.getByRole('radio', { name: 'Dark' }).press('Space');
  await page.reload();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await finish();
});

test('without scripts: everything can be read, and the pages are there', { timeout: 180_000 }, async () => {
  const { page, finish } = await open({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Getting started' }).click();
  await page.getByRole('heading', { name: 'Getting started', level: 1 }).waitFor();
  await finish();
});
