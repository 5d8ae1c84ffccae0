import { driveBuilt } from '../support/built.mjs';
import { shows } from '../support/drive.mjs';
import { pinned } from '../support/project.mjs';

export const name = 'worker';
export const toolchain = pinned('vite', 'vite');

/** The page has the session; a worker asks it for the token of each request. docgate in the worker says that it cannot. */
export async function run() {
  await driveBuilt('vite', ['vite', ['build', 'worker', '--outDir', '../dist']], {
    async also(page) {
      await shows(page, 'in-worker', 'loading not_in_browser');
      await page.click('#work');
      await shows(page, 'from-worker', 'Ada Lovelace');
    },
  });
  return 'fetch in a worker by tokens of the page';
}
