// Nothing of the machine that built it may be inside what ships.

import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { machineFolders } from './flags.mjs';

const usual = ['/home/', '/root/', '/Users/', ':\\Users\\', '/.cargo/', '/.rustup/'];

/** Throws if `path` contains a folder of this machine. */
export async function refuseMachinePaths(path) {
  const folders = [...Object.values(await machineFolders()), tmpdir(), ...usual].filter((it) => it.length > 1);
  const text = readFileSync(path, 'latin1');
  const found = folders.find((folder) => text.includes(folder));
  if (found !== undefined) {
    const near = text.slice(text.indexOf(found), text.indexOf(found) + 120).replace(/[^ -~]/g, '.');
    throw new Error(`${path} names a folder of this machine: ${near}`);
  }
}
