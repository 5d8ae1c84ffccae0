// The locked npm packages. node_modules may be missing, or older than the lock file.

import { readFileSync } from 'node:fs';
import { at } from '../paths.mjs';
import { run } from '../process/run.mjs';
import { CannotGoOn } from './cannot.mjs';
import { say } from './say.mjs';

/** Installs when what is installed is not what package-lock.json says. */
export async function packages() {
  if (installed()) return;
  await say('Installing the npm packages of package-lock.json', () =>
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
      title: 'npm ci',
    }),
  ).catch((error) => {
    throw new CannotGoOn(
      'npm could not install the packages of package-lock.json. Can this machine reach its registry (npm config get registry)?',
      error.output,
    );
  });
}

/** Whether node_modules holds every locked package in its locked version. */
export function installed() {
  const wanted = read('package-lock.json');
  const found = read('node_modules', '.package-lock.json');
  if (found === null) return false;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional === true || found[path]?.version === entry.version,
  );
}

function read(...path) {
  try {
    return JSON.parse(readFileSync(at(...path), 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
