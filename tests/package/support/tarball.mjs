/** The package as it would be published: `npm pack` of pkg/, once in a process. Needs a built pkg/dist. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { dist, target } from '../../../tools/paths.mjs';
import { pack } from '../../../tools/release/packed.mjs';

let packing = null;

/** The path of the tarball. */
export async function tarball() {
  packing ??= packOnce();
  return (await packing).path;
}

/** What its `dist/index.js` is. */
export async function packedMain() {
  packing ??= packOnce();
  return (await packing).main;
}

async function packOnce() {
  if (!existsSync(join(dist, 'index.js'))) throw new Error('pkg/dist is not built: npm run build');
  const folder = join(target, 'package');
  await mkdir(folder, { recursive: true });
  const main = await readFile(join(dist, 'index.js'));
  const path = join(folder, 'docgate.tgz');
  await rename(await pack(folder), path);
  return { path, main };
}
