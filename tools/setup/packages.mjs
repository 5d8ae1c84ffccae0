// The locked npm packages. node_modules may be missing, or older than the lock file.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, root } from '../paths.mjs';
import { run } from '../process/run.mjs';
import { CannotGoOn } from './cannot.mjs';
import { say } from './say.mjs';

/**
 * Installs when what is installed is not what package-lock.json says. `folder`: one below the repository that has a lock
 * file of its own.
 */
export async function packages(folder = '') {
  const cwd = folder === '' ? root : at(folder);
  if (installed(cwd)) return;
  const locked = join(folder, 'package-lock.json');
  await say(`Installing the npm packages of ${locked}`, () =>
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
      title: 'npm ci',
      cwd,
    }),
  ).catch((error) => {
    throw new CannotGoOn(
      `npm could not install the packages of ${locked}. Can this machine reach its registry (npm config get registry)?`,
      error.output,
    );
  });
}

/** Whether node_modules holds every locked package in its locked version. */
export function installed(cwd = root) {
  const wanted = read(cwd, 'package-lock.json');
  const found = read(cwd, 'node_modules', '.package-lock.json');
  if (found === null) return false;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional === true || found[path]?.version === entry.version,
  );
}

function read(...path) {
  try {
    return JSON.parse(readFileSync(join(...path), 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
