// One build at a time in a checkout: two would overwrite each other's half-made files.

import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { target } from '../paths.mjs';

const folder = join(target, 'mvp');
const lock = join(folder, 'building');
let held = false;

process.on('exit', () => {
  if (held) rmSync(lock, { force: true });
});

/** Does `work` while no other process builds here. Calls within calls go straight on. */
export async function exclusively(work) {
  if (held) return work();
  mkdirSync(folder, { recursive: true });
  let told = false;
  while (!take()) {
    if (!told) console.log('  waiting for another build of this checkout');
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  held = true;
  try {
    return await work();
  } finally {
    held = false;
    rmSync(lock, { force: true });
  }
}

function take() {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (abandoned()) rmSync(lock, { force: true });
    return false;
  }
}

// An empty one is about to be written to, unless that was a while ago.
function abandoned() {
  const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  const pid = holder();
  return pid === 0 ? age > 5_000 : !alive(pid);
}

function holder() {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return 0;
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
