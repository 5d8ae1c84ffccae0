// node tools/release/golden.mjs             says where the public types differ from tests/package/golden
// node tools/release/golden.mjs --update    writes them, for a reviewer to read

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { filesBelow } from '../build/step.mjs';
import { at } from '../paths.mjs';
import { typedEntries } from './entry_types.mjs';
import { rolledUp } from './rollup.mjs';

export const golden = at('tests', 'package', 'golden');

/** The same of the last release, and which that was: `{ version, published }`. */
export const released = join(golden, 'released');
export const releaseNote = join(released, 'release.json');

/** A map from entry to the text of its public types, of what is built in `pkg/dist`. */
export function presentTypes() {
  const manifest = JSON.parse(readFileSync(at('pkg', 'package.json'), 'utf8'));
  const files = new Map(
    filesBelow('pkg/dist', '.d.ts').map((path) => [
      path.slice(at('pkg').length + 1).replaceAll('\\', '/'),
      readFileSync(path, 'utf8'),
    ]),
  );
  const entries = typedEntries(manifest);
  const first = { module: manifest.name, path: entries.find(({ entry }) => entry === 'index').types };
  return new Map(entries.map(({ entry, types }) => [entry, rolledUp(files, types, first)]));
}

/** The same as they are tracked in `folder`. */
export function trackedTypes(folder = golden) {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { recursive: true }).map((name) => name.replaceAll('\\', '/'));
  const files = names.filter((name) => name.endsWith('.d.ts') && !name.startsWith('released/'));
  return new Map(
    files.sort().map((name) => [name.slice(0, -'.d.ts'.length), readFileSync(join(folder, name), 'utf8')]),
  );
}

/** Writes `types` into `folder`, and takes away what is in it of entries that are gone. */
export function track(types, folder = golden) {
  for (const entry of trackedTypes(folder).keys()) {
    if (!types.has(entry)) rmSync(join(folder, `${entry}.d.ts`));
  }
  for (const [entry, text] of types) {
    const path = join(folder, `${entry}.d.ts`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** What a reviewer is told of an entry whose types are not the tracked ones; nothing where they are. */
export function difference(entry, present, tracked) {
  if (present === tracked) return [];
  const [before, now] = [tracked ?? '', present ?? ''].map((text) => text.split('\n'));
  const only = (mark, some, others) => some.filter((line) => !others.includes(line)).map((line) => `${mark} ${line}`);
  return [
    `the public types of '${entry}' have changed (node tools/release/golden.mjs --update, and commit the difference):`,
    ...only('-', before, now),
    ...only('+', now, before),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const present = presentTypes();
  if (process.argv.includes('--update')) {
    track(present);
    // Until something is published, what is there is what will be.
    if (!JSON.parse(readFileSync(releaseNote, 'utf8')).published) track(present, released);
  }
  const tracked = trackedTypes();
  const found = [...new Set([...present.keys(), ...tracked.keys()])]
    .sort()
    .flatMap((entry) => difference(entry, present.get(entry), tracked.get(entry)));
  console.log(found.length === 0 ? `${present.size} entries, as tracked` : found.join('\n'));
  process.exitCode = found.length === 0 ? 0 : 1;
}
