// A step that is skipped while its inputs are the same as last time.
//
// The inputs are hashed by content, and the build's own scripts count as inputs, so a step never
// has to be forced. A stamp is written only after the step has succeeded.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, target } from '../paths.mjs';

const stamps = join(target, 'mvp', 'stamps');

/** Every file below `folder` (inside the repository) whose name ends with one of `endings`. */
export function filesBelow(folder, ...endings) {
  return readdirSync(at(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * Runs `work` unless `inputs` (`files`: paths, `values`: anything JSON can write) are unchanged and
 * every file of `outputs` is there. Says whether it ran.
 */
export async function step(name, { files = [], values = [], outputs }, work) {
  const stamp = join(stamps, name);
  const now = hash([...files, ...filesBelow('tools/build', '.mjs')], values);
  if (outputs.every((path) => existsSync(path)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) {
    return false;
  }
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(stamp, now);
  return true;
}

function hash(files, values) {
  const hash = createHash('sha256').update(JSON.stringify(values));
  for (const path of files) hash.update(`\0${path}\0`).update(readFileSync(path));
  return hash.digest('hex');
}
