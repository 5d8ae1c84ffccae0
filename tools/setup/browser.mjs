// Chromium and its driver, for the tests in a browser.

import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../process/run.mjs';
import { CannotGoOn } from './cannot.mjs';
import { say } from './say.mjs';

/** Gives `{ chromium, chromedriver }`, installing both where that is possible. */
export async function browser() {
  const found = look();
  if (found.chromium && found.chromedriver) return found;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    await say('Installing chromium and chromium-driver', install);
    const now = look();
    if (now.chromium && now.chromedriver) return now;
  }
  const missing = Object.keys(found).filter((name) => !found[name]);
  throw new CannotGoOn(
    `The browser tests need ${missing.join(' and ')}. On Debian: apt-get install chromium chromium-driver. ` +
      'Elsewhere install Chromium or Chrome with the ChromeDriver of the same version, on PATH or named by ' +
      'DOCGATE_CHROMIUM and CHROMEDRIVER.',
  );
}

function look() {
  return {
    chromium:
      process.env.DOCGATE_CHROMIUM ?? onPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'),
    chromedriver: process.env.CHROMEDRIVER ?? onPath('chromedriver'),
  };
}

async function install() {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'chromium-driver'], { env });
  } catch (error) {
    throw new CannotGoOn(
      'apt could not install chromium and chromium-driver, which the browser tests need.',
      error.output,
    );
  }
}

function onPath(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(executable);
}

function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
