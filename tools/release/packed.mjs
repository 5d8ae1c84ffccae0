// The npm package as it would be published: packed by npm, and read back from the tarball.

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { at, target } from '../paths.mjs';
import { run } from '../process/run.mjs';

/** `{ tarball, files, manifest }`: its bytes, a map from name (`dist/index.js`) to bytes, and its package.json. */
export async function packed() {
  mkdirSync(target, { recursive: true });
  const folder = mkdtempSync(join(target, 'packed-'));
  try {
    const tarball = readFileSync(await pack(folder));
    const files = unpacked(gunzipSync(tarball));
    return { tarball, files, manifest: JSON.parse(files.get('package.json')) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Packs it into `folder`; gives the path of the tarball. */
export async function pack(folder) {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const { stdout } = await run('npm', args, { cwd: at('pkg'), title: 'npm pack' });
  return join(folder, Object.values(JSON.parse(stdout))[0].filename);
}

const BLOCK = 512;

/** The plain files of a tar archive, without the folder `package/` that npm puts them into. */
export function unpacked(bytes) {
  const files = new Map();
  for (let offset = 0; offset + BLOCK <= bytes.length; ) {
    const text = (from, length) => bytes.toString('utf8', offset + from, offset + from + length).replace(/\0.*$/s, '');
    const name = text(345, 155) === '' ? text(0, 100) : `${text(345, 155)}/${text(0, 100)}`;
    if (name === '') break;
    const size = Number.parseInt(text(124, 12).trim(), 8);
    const kind = text(156, 1);
    // Whatever is no plain file (a link, a header that names another path) has no business in it.
    if (kind !== '0' && kind !== '') throw new Error(`the tarball has an entry of kind '${kind}': ${name}`);
    if (!name.startsWith('package/')) throw new Error(`the tarball has ${name}, outside of package/`);
    files.set(name.slice('package/'.length), bytes.subarray(offset + BLOCK, offset + BLOCK + size));
    offset += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
