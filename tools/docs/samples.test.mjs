// Every code sample of README and docs is what it says: TypeScript compiles it, JSON and TOML can be read, and a command
// is one that exists.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { at, target } from '../paths.mjs';
import { run } from '../process/run.mjs';
import { fences, ofWholeApp, samples, writeProject } from './samples.mjs';

const all = fences();
const where = ({ path, number }) => `${path}, sample ${number}`;

/** What the compiler says of `samples`, in lines. */
async function complaints(samples, folder) {
  const project = writeProject(samples, folder);
  const { output } = await run(process.execPath, [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', project], {
    expect: 'any',
  });
  return output.trim();
}

test('each sample compiles with the public types of the package', { timeout: 120_000 }, async () => {
  const found = samples();
  assert.ok(found.length > 25, `${found.length} samples`);
  assert.equal(new Set(found.map(({ name }) => name)).size, found.length);
  for (const { code, ...sample } of found) assert.ok(code.trim() !== '', where(sample));
  assert.equal(await complaints(found), '');
});

test('the compiler sees what is wrong in a sample', { timeout: 120_000 }, async () => {
  const folder = join(target, 'docs', 'wrong-samples');
  const wrong = [
    { name: 'unknown-key.ts', code: "createAuth({ ...config, redirectURI: '/callback' });" },
    { name: 'no-call.ts', code: 'await auth.signIn();' },
    { name: 'no-name.tsx', code: 'nobodyMadeThis();' },
  ];
  const output = await complaints(wrong, folder);
  for (const { name } of wrong) assert.ok(output.includes(name), `${name}: ${output}`);
  rmSync(folder, { recursive: true });
});

test('only code of other libraries goes unchecked', () => {
  const unchecked = all.filter(({ words }) => words.includes('nocheck'));
  for (const fence of unchecked) {
    assert.match(fence.path, /^docs\/migration\//, where(fence));
    assert.match(fence.code, /oidc-client-ts|auth0|msal/i, where(fence));
  }
});

test('the whole apps of the frameworks are checked and driven elsewhere', () => {
  const pages = new Set(all.filter(ofWholeApp).map(({ path }) => path));
  for (const path of pages) {
    const project = at('tests', 'package', 'adapters', basename(path, '.md'), 'package.json');
    assert.ok(existsSync(project), `${path}: its app needs a project in tests/package/adapters`);
  }
});

test('Rust is compiled as documentation of the crate', () => {
  const crate = readFileSync(at('src', 'lib.rs'), 'utf8');
  // CONTRIBUTING.md shows one line of this repository's own tests.
  const pages = new Set(
    all.filter(({ language, path }) => language === 'rust' && path !== 'CONTRIBUTING.md').map(({ path }) => path),
  );
  for (const path of pages) assert.ok(crate.includes(`include_str!("../${path}")`), path);
});

test('every fence says what language it is in, and none says a language that nobody looks at', () => {
  const known = 'ts tsx js jsx vue svelte html css json toml sh text rust nginx http'.split(' ');
  for (const fence of all) assert.ok(known.includes(fence.language), `${where(fence)}: ${fence.language}`);
});

test('JSON can be read', () => {
  for (const fence of all.filter(({ language }) => language === 'json')) {
    assert.doesNotThrow(() => JSON.parse(fence.code), where(fence));
  }
});

test('a line of TOML is a table, a key with a value, or goes on with one', () => {
  const tomls = all.filter(({ language }) => language === 'toml');
  assert.ok(tomls.length > 2);
  for (const fence of tomls) {
    for (const line of fence.code.split('\n')) {
      assert.match(
        line,
        /^\s*(?:$|#|\[{1,2}[\w."-]+\]{1,2}\s*(?:#.*)?$|[\w"-]+ = \S|\{ .+ \},?$|\])/,
        `${where(fence)}: ${line}`,
      );
    }
  }
});

test('a command is one that there is', () => {
  const { scripts } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const lines = all
    .filter(({ language }) => language === 'sh')
    .flatMap((fence) => fence.code.split('\n').map((line) => ({ fence, line: line.trim() })));
  const ours = lines.filter(({ line }) => /^npm (?:start|test|run )/.test(line));
  assert.ok(ours.length > 1);
  for (const { fence, line } of ours) {
    const name = /^npm (?:run )?([\w:-]+)/.exec(line)[1];
    // A README below a folder with a package of its own speaks of that one.
    const own = at(fence.path, '..', 'package.json');
    const known = existsSync(own) ? { ...scripts, ...JSON.parse(readFileSync(own, 'utf8')).scripts } : scripts;
    // What a framework's own template has.
    const elsewhere = fence.path.startsWith('docs/frameworks/') && ['dev', 'build', 'test'].includes(name);
    assert.ok(name in known || elsewhere, `${where(fence)}: ${line}`);
  }
});
