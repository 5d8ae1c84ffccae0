// The reference of the API, as pages of the site: the package's public types by typedoc, the crate by rustdoc.
//
// typedoc needs the classic API of TypeScript, so it has a package of its own beside this, which nothing else installs.

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildPackage } from '../build/package.mjs';
import { at, target } from '../paths.mjs';
import { run } from '../process/run.mjs';
import { say } from '../setup/say.mjs';
import { anchorsOf } from './markdown.mjs';

const manifest = at('tools', 'docs', 'reference');
const work = join(target, 'docs', 'reference');
/** Where typedoc is installed: not below `tools`, which is searched for tests. */
const home = join(target, 'docs', 'typedoc');

/** The entries that have types of their own: `{ name, types }`, as apps import them and as they are built. */
export function entriesWithTypes() {
  const { exports } = JSON.parse(readFileSync(at('pkg', 'package.json'), 'utf8'));
  return Object.entries(exports)
    .map(([name, places]) => [name, places.types ?? places.import?.types ?? places.default?.types])
    .filter(([name, types]) => types?.endsWith('.d.ts') && name !== './docspace')
    .map(([name, types]) => ({ name: name.replace('.', 'docgate'), types: at('pkg', types) }));
}

/**
 * Makes it. Gives `{ reference, finish(folder) }`: the pages, and what is to be done once the site is written. `build`: what
 * makes the types.
 */
export async function reference({ build = buildPackage } = {}) {
  await say('Building the package', build);
  await install();
  const entries = entriesWithTypes();
  await say('Reading the types', () => typedoc(entries));
  const crate = await say('Reading the crate', rustdoc);
  return {
    reference: pages(entries),
    finish: async (folder) => cpSync(crate, join(folder, 'reference', 'rust'), { recursive: true }),
  };
}

async function install() {
  const lock = 'package-lock.json';
  const wanted = readFileSync(join(manifest, lock), 'utf8');
  const there = join(home, 'node_modules', '.package-lock.json');
  if (existsSync(there) && readFileSync(join(home, lock), 'utf8') === wanted) return;
  await say('Installing typedoc', async () => {
    mkdirSync(home, { recursive: true });
    for (const name of ['package.json', 'options.json', lock]) cpSync(join(manifest, name), join(home, name));
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: home, title: 'npm ci (typedoc)' });
  });
}

async function typedoc(entries) {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const project = join(work, 'tsconfig.json');
  const files = entries.map(({ types }) => types);
  writeFileSync(
    project,
    JSON.stringify({ extends: at('tsconfig.json'), compilerOptions: { skipLibCheck: true }, include: [], files }),
  );
  const program = join(home, 'node_modules', 'typedoc', 'bin', 'typedoc');
  const options = ['--options', join(home, 'options.json'), '--tsconfig', project, '--out', join(work, 'pages')];
  await run(process.execPath, [program, ...options, ...files], { cwd: home, title: 'typedoc' });
}

async function rustdoc() {
  // What a front end writes against exists for this target alone.
  const platform = 'wasm32-unknown-unknown';
  const args = ['doc', '--quiet', '--locked', '--no-deps', '--package', 'docgate', '--target', platform];
  await run('cargo', args, { title: 'cargo doc' });
  return join(target, platform, 'doc');
}

/** The page of a module; the default entry's is not the overview. */
const placeOf = (module) => (module === 'index' ? 'docgate.html' : `${module}.html`);

/** What typedoc wrote, with the links that the site has. */
function pages(entries) {
  const names = new Map(entries.map(({ name, types }) => [basename(types, '.d.ts'), name]));
  const crate =
    '- [The crate](rust/docgate/index.html), by rustdoc. Its own search wants a host without the demo’s policy.';
  const list = entries.map(({ name, types }) => `- [${name}](${placeOf(basename(types, '.d.ts'))})`);
  const overview = {
    address: 'reference/index.html',
    title: 'Overview',
    listed: true,
    markdown: `# API reference\n\nThe public types of the package, entry by entry, as they are published; and the crate.\n\n${list.join('\n')}\n${crate}\n`,
  };
  const written = readdirSync(join(work, 'pages')).filter((name) => names.has(basename(name, '.md')));
  return [overview, ...written.map((name) => page(name, names.get(basename(name, '.md'))))];
}

function page(file, name) {
  const text = readFileSync(join(work, 'pages', file), 'utf8')
    .replace(/^# .*$/m, `# ${name}`)
    .replaceAll(/\]\((?:\.\/)?([\w-]+)\.md(#[^)]*)?\)/g, (_, other, anchor = '') => `](${placeOf(other)}${anchor})`);
  const there = new Set([...anchorsOf(text), ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id)]);
  // typedoc counts a name that occurs once too often here and there.
  const markdown = text.replaceAll(/\]\(#([^)]+?)(-\d+)\)/g, (link, base, count) =>
    there.has(base + count) || !there.has(base) ? link : `](#${base})`,
  );
  return { address: `reference/${placeOf(basename(file, '.md'))}`, title: name, listed: true, markdown };
}
