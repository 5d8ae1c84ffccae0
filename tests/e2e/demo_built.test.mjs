/** The demo as a static site: files alone, under a strict policy, at the root and below a path. */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildDemo } from '../../tools/build/demo.mjs';
import { at } from '../../tools/paths.mjs';
import { openDemoStage } from './support/demo_stage.mjs';
import { DemoVisit } from './support/demo_visit.mjs';

const FOLDER = at('target', 'demo-built');

before(() => buildDemo({ folder: FOLDER }));

const stages = [];
after(() => Promise.all(stages.map((stage) => stage.close())));

/** Signs in, calls, reloads, asks the doctor: with everything that `stage` serves. */
async function use(stage, address) {
  await stage.control.switches({ docspace: { auto_login: 'ada', auto_consent: true } });
  const person = await stage.person();
  const page = await person.context.newPage();
  const visit = new DemoVisit(stage, person, page);
  visit.label = 'DocSpace';
  const answers = [];
  page.on('response', (answer) => answers.push(answer));
  await page.goto(address);
  await visit.says('Signed out of DocSpace.');
  await visit.signIn();
  assert.match(await visit.call('Who am I', '200'), /Lovelace/);
  assert.ok(page.url().startsWith(address), 'one comes back to where one was');
  await page.reload();
  await visit.says('Signed in to DocSpace.');
  await visit.press('Check this set-up');
  await page.locator('#doctor-report .verdict').filter({ hasText: 'nothing to mend' }).waitFor();
  const own = answers.filter((answer) => new URL(answer.url()).origin === stage.origin);
  const missing = own.filter((answer) => answer.status() >= 400).map((answer) => answer.url());
  assert.deepEqual(missing, []);
  const policies = own.map((answer) => answer.headers()['content-security-policy']).filter(Boolean);
  assert.ok(policies.length > 0);
  for (const policy of policies) {
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|ws:/);
    assert.match(policy, /require-trusted-types-for 'script'/);
  }
  await visit.finish();
  return own.map((answer) => new URL(answer.url()).pathname);
}

test('at the root: sign in, call, reload, doctor', { timeout: 90_000 }, async () => {
  const stage = await openDemoStage({ built: FOLDER });
  stages.push(stage);
  const paths = await use(stage, `${stage.origin}/`);
  assert.ok(paths.includes('/callback/docspace'));
  assert.ok(
    paths.some((path) => /^\/assets\/doctor-[\w-]+\.js$/.test(path)),
    'the doctor is a file of its own',
  );
});

test('below a path: the same, and nothing is asked for outside of it', { timeout: 90_000 }, async () => {
  const stage = await openDemoStage({ built: FOLDER, base: '/apps/docgate/' });
  stages.push(stage);
  const paths = await use(stage, `${stage.origin}/apps/docgate/`);
  assert.ok(paths.includes('/apps/docgate/callback/docspace'));
  assert.deepEqual(
    paths.filter((path) => !path.startsWith('/apps/docgate/')),
    [],
  );
});

test('what is in the folder: relative addresses, names with a hash, nothing inline', async () => {
  const pages = (await readdir(FOLDER, { recursive: true })).filter((name) => name.endsWith('.html'));
  assert.ok(pages.includes(join('callback', 'docspace.html')));
  for (const name of pages) {
    const page = await readFile(join(FOLDER, name), 'utf8');
    const addresses = [...page.matchAll(/<(?:script|link)[^>]*\s(?:src|href)="([^"]+)"/g)].map(
      ([, address]) => address,
    );
    assert.equal(addresses.length, 4, name);
    for (const address of addresses) assert.match(address, /^\.\.?\//, `${name}: ${address}`);
    assert.doesNotMatch(page, /<script(?![^>]*\ssrc=)|<style|\sstyle="|\son\w+="/, name);
  }
  const assets = await readdir(join(FOLDER, 'assets'));
  for (const name of assets) assert.match(name, /-[\w-]{8}\.(js|css)$/);
  const config = JSON.parse(await readFile(join(FOLDER, 'config.json'), 'utf8'));
  assert.equal(config.docspace.portal, 'http://docspace.localhost:9400');
});
