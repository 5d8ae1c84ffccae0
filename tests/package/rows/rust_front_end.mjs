/** The crate in an app of Rust alone: examples/yew, built as its README says, and driven through a whole session. */
import assert from 'node:assert/strict';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { at, target } from '../../../tools/paths.mjs';
import { run as command } from '../../../tools/process/run.mjs';
import { openVisit, shows, signInAtPortal } from '../support/drive.mjs';
import { serveFolder } from '../support/serve.mjs';

export const name = 'rust-front-end';
export const toolchain = 'yew';

const WASM = 'wasm32-unknown-unknown';
const manifest = at('examples', 'yew', 'Cargo.toml');

export async function run() {
  const folder = join(target, 'package', 'yew');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const built = join(target, 'yew');
  await command(
    'cargo',
    ['build', '--quiet', '--locked', '--target', WASM, '--manifest-path', manifest, '--target-dir', built],
    { title: 'cargo build' },
  );
  const wasm = join(built, WASM, 'debug', 'docgate-example-yew.wasm');
  const bindgen = ['run', '--quiet', '--locked', '--package', 'docgate-bindgen', '--bin', 'bindgen', '--'];
  await command('cargo', [...bindgen, '--target', 'web', '--no-typescript', '--out-dir', folder, wasm], {
    title: 'wasm-bindgen',
  });
  await cp(at('examples', 'yew', 'index.html'), join(folder, 'index.html'));
  const served = await serveFolder(folder);
  try {
    return await drive(served.port, folder);
  } finally {
    await served.close();
  }
}

async function drive(port, folder) {
  const origin = `http://app.localhost:${port}`;
  const visit = await openVisit(origin);
  const { page, control, complaints } = visit;
  const tokenRequests = (count) => control.exactly(count, { method: 'POST', path: '/oauth2/token' });
  try {
    const place = join(folder, 'index.html');
    const html = await readFile(place, 'utf8');
    const own = html.replace('https://docs.example.com', visit.portal).replace('"client-id"', '"demo-docspace"');
    await writeFile(place, own);

    await page.goto(`${origin}/rooms?of=ada#top`);
    await shows(page, 'status', 'signed-out');
    await page.click('#sign-in');
    await signInAtPortal(page);
    await shows(page, 'status', 'signed-in');
    assert.equal(page.url(), `${origin}/rooms?of=ada#top`, 'the address is where the login began');
    await shows(page, 'person', 'Ada Lovelace');

    await page.reload();
    await shows(page, 'person', 'Ada Lovelace');
    await tokenRequests(1);

    await page.click('#sign-out');
    await shows(page, 'status', 'signed-out');
    await page.reload();
    await shows(page, 'status', 'signed-out');
    await tokenRequests(1);

    // What fails is said, and the button is there.
    await page.goto(`${origin}/callback?code=stray&state=unknown`);
    await page.locator('#notice', { hasText: 'sign-in' }).waitFor();
    await page.locator('#sign-in').waitFor();
    assert.equal(page.url(), `${origin}/callback`, 'the callback is off the address bar');
    await tokenRequests(1);
    assert.deepEqual(complaints, [], 'the browser complained');
  } finally {
    await visit.close();
  }
  return 'sign-in, calls, reload, sign-out, a stray callback';
}
