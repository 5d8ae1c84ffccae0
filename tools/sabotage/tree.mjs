// A copy of the repository to be sabotaged, so that nobody's files are ever touched. Its place is
// fixed for a checkout, and files that did not change are not written again: cargo then compiles
// only what a sabotage changes. Its target folder is `target/sabotage`.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { CannotGoOn } from '../setup/cannot.mjs';

/** Copies the work tree of `root` as git sees it. Gives `{ folder, release() }`. */
export function copyTree(root) {
  const folder = join(tmpdir(), `docgate-sabotage-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`);
  const release = lock(`${folder}.lock`);
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((path) => path !== '' && statSync(join(root, path), { throwIfNoEntry: false })?.isFile());
  mkdirSync(folder, { recursive: true });
  removeOthers(folder, new Set(files));
  for (const path of files) copy(join(root, path), join(folder, path));
  mkdirSync(join(root, 'target', 'sabotage'), { recursive: true });
  link(join(root, 'target', 'sabotage'), join(folder, 'target'));
  if (existsSync(join(root, 'node_modules'))) link(join(root, 'node_modules'), join(folder, 'node_modules'));
  return { folder, release };
}

function copy(from, to) {
  const bytes = readFileSync(from);
  if (existsSync(to) && readFileSync(to).equals(bytes)) return;
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, bytes, { mode: statSync(from).mode });
}

function removeOthers(folder, wanted) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !wanted.has(relative(folder, path)) && !path.includes('/dist/')) rmSync(path);
  }
}

function link(to, from) {
  rmSync(from, { force: true });
  symlinkSync(to, from, 'dir');
}

// A folder can be made once only: two runs would undo each other's sabotage.
function lock(path) {
  try {
    mkdirSync(path);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    throw new CannotGoOn(`Another run is at work. If there is none, remove ${path}.`);
  }
  const release = () => {
    if (existsSync(path)) rmdirSync(path);
  };
  process.once('exit', release);
  return release;
}
