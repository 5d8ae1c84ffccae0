import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { shows, signInAtPortal, stage, visiting } from '../support/drive.mjs';
import { project } from '../support/project.mjs';
import { overTls } from '../support/tls.mjs';

export const name = 'extension';
export const toolchain = 'Manifest V3, Chromium';

/** A page of an extension, under its own policy: `loginUrl()`, the browser's `launchWebAuthFlow`, `complete()`. */
export async function run() {
  const { folder, run } = await project('extension');
  await run('esbuild', ['src.js', '--bundle', '--format=esm', '--outfile=page.js']);
  const { key, id } = identity();
  const manifest = join(folder, 'manifest.json');
  await writeFile(manifest, JSON.stringify({ ...JSON.parse(await readFile(manifest, 'utf8')), key }));
  const { sandbox } = await stage();
  const profile = await mkdtemp(join(tmpdir(), 'docgate-profile-'));
  const tls = await overTls(sandbox.port);
  let context;
  try {
    context = await chromium.launchPersistentContext(profile, {
      executablePath: process.env.DOCGATE_CHROMIUM ?? '/usr/bin/chromium',
      ignoreHTTPSErrors: true,
      ignoreDefaultArgs: ['--disable-extensions'],
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--ignore-certificate-errors',
        `--disable-extensions-except=${folder}`,
        `--load-extension=${folder}`,
      ],
    });
    await drive(context, folder, `chrome-extension://${id}`, `https://${id}.chromiumapp.org/callback`, tls.port);
  } finally {
    await context?.close();
    await tls.close();
    await rm(profile, { recursive: true, force: true });
  }
  return 'loginUrl, launchWebAuthFlow, complete; signed in after a reload';
}

async function drive(context, folder, origin, redirectUri, port) {
  await visiting(origin, { context, redirectUris: [redirectUri] }, async (visit) => {
    const { page, control } = visit;
    const portal = visit.portal.replace(/^http:(.*):\d+$/, `https:$1:${port}`);
    await writeFile(join(folder, 'portal.js'), `globalThis.docspacePortal = ${JSON.stringify(portal)};`);
    await page.goto(`${origin}/page.html`);
    await shows(page, 'status', 'signed-out');
    const opened = context.waitForEvent('page');
    await page.click('#login');
    await signInAtPortal(await opened);
    await shows(page, 'status', 'signed-in');
    await shows(page, 'via', 'callback');
    await page.click('#call');
    await shows(page, 'me', 'Ada Lovelace');
    await page.reload();
    await shows(page, 'status', 'signed-in');
    await shows(page, 'via', 'stored');
    await control.exactly(1, { method: 'POST', path: '/oauth2/token' });
  });
}

/** A key for the manifest, and the id that Chromium makes of it: so the callback's address is known beforehand. */
function identity() {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const hex = createHash('sha256').update(der).digest('hex').slice(0, 32);
  const id = [...hex].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
  return { key: der.toString('base64'), id };
}
