/** Looks at the demo as everybody may meet it: narrow and wide, light and dark, through axe, and as a picture. */
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { at } from '../../../tools/paths.mjs';
import { rounds } from './rounds.mjs';

/** To be looked at; each run writes them anew. */
const PICTURES = at('target', 'demo-pictures');

const EVERY = [
  ['phone-light', { viewport: { width: 360, height: 740 }, colorScheme: 'light', hasTouch: true }],
  ['phone-dark', { viewport: { width: 360, height: 740 }, colorScheme: 'dark' }],
  ['desktop-light', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
  ['desktop-dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
];

/** Both widths and both schemes, each once; in `npm run test:all` each width in each scheme. */
export const VIEWS = rounds(
  EVERY.filter(([name]) => name === 'phone-dark' || name === 'desktop-light'),
  EVERY,
);

let axe;

/** Every rule that axe has for WCAG 2.2 AA and its best practices. */
async function violations(page) {
  axe ??= await readFile(fileURLToPath(new URL('../../../node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8');
  await page.evaluate(axe);
  const found = await page.evaluate(async () => (await window.axe.run(document)).violations);
  return found.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target).join(', ')})`);
}

/** Takes a picture called `name`; nothing may break a rule of axe's or be wider than the page. */
export async function inspect(page, name) {
  await mkdir(PICTURES, { recursive: true });
  // Everything from the top, as somebody meets it who comes to the page.
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  assert.deepEqual(await violations(page), [], name);
  const { wide, room } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, room: innerWidth }));
  assert.ok(wide <= room, `${name}: ${wide} wide in ${room}`);
}
