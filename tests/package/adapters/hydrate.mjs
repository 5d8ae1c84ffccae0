/** A page that a server has made: it says `loading` there, and the browser takes it over without a word of complaint. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveFolder } from '../support/serve.mjs';
import { openApp } from './visit.mjs';

/** Puts `html` into `hydrate.html` of `folder`, serves that for every address, and opens it; the guard there signs in. */
export async function driveHydration(folder, html) {
  assert.match(html, /<p id="first">loading<\/p><p id="fallback">One moment<\/p>.*<p id="second">loading<\/p>/);
  const file = join(folder, 'hydrate.html');
  const page = await readFile(file, 'utf8');
  await writeFile(file, page.replace('<div id="app"></div>', `<div id="app">${html}</div>`));
  const served = await serveFolder(folder, { page: 'hydrate.html' });
  const visit = await openApp(served.port);
  try {
    await visit.page.goto(`${visit.origin}/rooms`);
    await visit.page.locator('#inside').waitFor();
    for (const id of ['#first', '#second']) assert.equal(await visit.page.locator(id).innerText(), 'signed-in in');
    assert.equal(visit.page.url(), `${visit.origin}/rooms`);
    assert.deepEqual(await visit.page.evaluate(() => globalThis.recovered), []);
    await visit.asked(1, 1);
    await visit.finish();
  } finally {
    await visit.close();
    await served.close();
  }
}
