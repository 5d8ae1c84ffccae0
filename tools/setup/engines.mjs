// The browsers that the tests of three engines run in, each with its WebDriver. Only `npm run test:engines` and
// `npm run test:all` ask for them.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { at } from '../paths.mjs';
import { run } from '../process/run.mjs';
import { executable, install, installs, onPath } from './apt.mjs';
import { browser } from './browser.mjs';
import { CannotGoOn } from './cannot.mjs';
import { say } from './say.mjs';

/** The version of geckodriver that is built where there is none. */
const GECKODRIVER = '0.37.0';

/**
 * By name: `{ binary, driver, display }`. `display`: what goes before a command that starts it, for an engine that has
 * no mode without a screen. Each throws {@link CannotGoOn} with what is missing.
 */
export const setUpEngine = {
  async chromium() {
    const { chromium, chromedriver } = await browser();
    return { binary: chromium, driver: chromedriver, display: [] };
  },

  async firefox() {
    const look = () => process.env.DOCGATE_FIREFOX ?? onPath('firefox-esr', 'firefox');
    const binary = await found(look, ['firefox-esr'], 'Firefox', 'DOCGATE_FIREFOX');
    return { binary, driver: await geckodriver(), display: [] };
  },

  async webkit() {
    const packages = ['webkit2gtk-driver', 'xvfb', 'xauth'];
    const driver = await found(
      () => process.env.SAFARIDRIVER ?? onPath('WebKitWebDriver'),
      packages,
      'WebKitWebDriver',
      'SAFARIDRIVER',
    );
    const binary = await found(
      () => process.env.DOCGATE_MINIBROWSER ?? miniBrowser(),
      packages,
      "WebKitGTK's MiniBrowser",
      'DOCGATE_MINIBROWSER',
    );
    const display = await found(() => onPath('xvfb-run'), packages, 'xvfb-run', 'PATH');
    return { binary, driver, display: [display, '-a'] };
  },
};

/** What `look` finds, before or after an installation of `packages`. */
async function found(look, packages, what, variable) {
  const there = look();
  if (there !== undefined) return there;
  if (installs()) {
    await install(packages, 'the tests of this engine');
    const now = look();
    if (now !== undefined) return now;
  }
  throw new CannotGoOn(
    `${what} is missing. On Debian: apt-get install ${packages.join(' ')}. Elsewhere install it and name it by ${variable}.`,
  );
}

/** Debian has no package for it, so it is built from its crate, once. */
async function geckodriver() {
  const folder = at('target', 'geckodriver');
  const built = join(folder, 'bin', 'geckodriver');
  const there = process.env.GECKODRIVER ?? onPath('geckodriver') ?? (executable(built) ? built : undefined);
  if (there !== undefined) return there;
  const args = ['install', 'geckodriver', '--version', GECKODRIVER, '--locked', '--root', folder];
  await say(`Building geckodriver ${GECKODRIVER}`, () => run('cargo', args)).catch((error) => {
    throw new CannotGoOn(
      `cargo could not build geckodriver ${GECKODRIVER}. Is there a network? Or name one by GECKODRIVER.`,
      error.output,
    );
  });
  return built;
}

/** It is no command: each version of WebKitGTK has one among its libraries. The newest interface comes first. */
function miniBrowser() {
  const folders = ['/usr/libexec', ...below('/usr/lib', /-linux-gnu$/), '/usr/lib', '/usr/lib64'];
  const versions = folders.flatMap((folder) => below(folder, /^webkit(2gtk|gtk)-\d/)).sort();
  return versions
    .reverse()
    .map((folder) => join(folder, 'MiniBrowser'))
    .find(executable);
}

function below(folder, pattern) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name));
}
