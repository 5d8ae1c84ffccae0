// Chromium and its driver, for the tests in a browser.

import { install, installs, onPath } from './apt.mjs';
import { CannotGoOn } from './cannot.mjs';

/** Gives `{ chromium, chromedriver }`, installing both where that is possible. */
export async function browser() {
  const found = look();
  if (found.chromium && found.chromedriver) return found;
  if (installs()) {
    await install(['chromium', 'chromium-driver'], 'the browser tests');
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
