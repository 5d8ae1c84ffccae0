// npm run test:reproducible: two clean builds of what is committed, in folders of different names, each with its own target
// folder, and the second with another CARGO_HOME, time zone and language. Every file of the package has to be the same,
// byte for byte, and to name none of these folders. It takes some minutes. Needs no network: crates and npm packages are
// those of this checkout.

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { at, root, target } from '../paths.mjs';
import { run } from '../process/run.mjs';
import { report } from '../setup/cannot.mjs';
import { say } from '../setup/say.mjs';
import { embedded } from './embedded.mjs';

const PARTS = ['dist', 'sbom'];

/** A clone of what is committed; gives its folder. */
async function clone(parent, name) {
  const folder = join(parent, name);
  await run('git', ['clone', '--quiet', '--no-hardlinks', root, folder], { title: 'git clone' });
  symlinkSync(at('node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

/** Another CARGO_HOME with the same crates. */
function otherCargoHome(parent) {
  const own = process.env.CARGO_HOME ?? join(homedir(), '.cargo');
  const folder = join(parent, 'crates of somebody else');
  mkdirSync(folder);
  for (const name of ['registry', 'config.toml']) {
    if (existsSync(join(own, name))) symlinkSync(join(own, name), join(folder, name), 'junction');
  }
  return folder;
}

/** A map from name to bytes of what the build in `folder` made. */
function built(folder) {
  const files = new Map();
  for (const part of PARTS) {
    for (const it of readdirSync(join(folder, 'pkg', part), { recursive: true, withFileTypes: true })) {
      const path = join(it.parentPath, it.name);
      if (it.isFile()) files.set(path.slice(join(folder, 'pkg').length + 1).replaceAll('\\', '/'), readFileSync(path));
    }
  }
  return files;
}

const hash = (bytes) => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

function judge(first, second, folders) {
  const names = [...new Set([...first.keys(), ...second.keys()])].sort();
  const wrong = [];
  for (const name of names) {
    const [one, two] = [first.get(name), second.get(name)];
    if (one === undefined || two === undefined) wrong.push(`${name} is in one build alone`);
    else if (!one.equals(two)) wrong.push(`${name} differs: ${hash(one)} and ${hash(two)}`);
    for (const bytes of [one, two].filter(Boolean)) {
      const texts = [bytes.toString('latin1'), embedded(bytes)];
      const named = folders.find((folder) => texts.some((text) => text.includes(folder)));
      if (named !== undefined) wrong.push(`${name} names ${named}`);
    }
  }
  if (![...first.values()].some((bytes) => embedded(bytes) !== '')) wrong.push('no script has a module in it');
  return { names, wrong };
}

async function main() {
  mkdirSync(target, { recursive: true });
  const parents = [mkdtempSync(join(target, 'one-')), mkdtempSync(join(tmpdir(), 'docgate, the other build-'))];
  try {
    const changed = (await run('git', ['status', '--porcelain'])).stdout.trim();
    if (changed !== '') console.log('There are changes that are not committed; they are not built.');
    const [first, second] = [await clone(parents[0], 'a'), await clone(parents[1], 'a checkout')];
    const cargo = otherCargoHome(parents[1]);
    const offline = { CARGO_NET_OFFLINE: 'true' };
    const other = { ...offline, CARGO_HOME: cargo, TZ: 'Pacific/Chatham', LC_ALL: 'C' };
    const build = (cwd, env) => run(process.execPath, ['tools/build.mjs'], { cwd, env, title: `the build in ${cwd}` });
    await say('The first build', () => build(first, offline));
    await say('The second build', () => build(second, other));
    const [one, two] = [built(first), built(second)];
    const { names, wrong } = judge(one, two, [root, ...parents, cargo, homedir()]);
    for (const name of names) console.log(`  ${hash(one.get(name) ?? Buffer.alloc(0))}  ${name}`);
    if (names.length < 10) wrong.push('the build made next to nothing');
    console.log(wrong.length === 0 ? `\n${names.length} files, the same bytes twice` : `\n${wrong.join('\n')}`);
    process.exitCode = wrong.length === 0 ? 0 : 1;
    if (wrong.length > 0) keep(one, two, wrong);
  } finally {
    for (const parent of parents) rmSync(parent, { recursive: true, force: true });
  }
}

// What differs stays, to be looked at.
function keep(one, two, wrong) {
  const folder = join(target, 'not-reproducible');
  rmSync(folder, { recursive: true, force: true });
  for (const [side, files] of [
    ['one', one],
    ['two', two],
  ]) {
    for (const [name, bytes] of files) {
      if (!wrong.some((it) => it.startsWith(`${name} `))) continue;
      const path = join(folder, side, name);
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, bytes);
    }
  }
  console.log(`Both are in ${folder}`);
}

try {
  await main();
} catch (error) {
  report(error);
}
