// The demo as a static site, in `www/dist`: it works below any path, and needs a host that serves files.

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { at } from '../paths.mjs';
import { CALLBACKS, demoConfig, usualPlaces } from '../serve/demo_config.mjs';

/** Where it goes unless told. */
export const builtDemo = at('www', 'dist');

/**
 * Builds it into `folder`. The callback paths are files of their own (`callback/docspace.html` for `/callback/docspace`),
 * since what a page loads is named relative to its address. `config.json` says where `npm start` has everything as a
 * rule; whoever puts the site elsewhere writes their own.
 */
export async function buildDemo({ folder = builtDemo, quiet = true } = {}) {
  const { build } = await import('vite');
  await rm(folder, { recursive: true, force: true });
  await build({
    configFile: at('www', 'vite.config.ts'),
    logLevel: quiet ? 'warn' : 'info',
    build: { outDir: folder, emptyOutDir: true },
  });
  const page = await readFile(join(folder, 'index.html'), 'utf8');
  for (const path of CALLBACKS) {
    const file = join(folder, `${path}.html`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, deeper(page, path.split('/').length - 1));
  }
  await writeFile(join(folder, 'config.json'), `${JSON.stringify(demoConfig(usualPlaces()), null, 2)}\n`);
  return folder;
}

/** The same page at a path that is deeper by so many folders. */
const deeper = (page, folders) => page.replaceAll(/((?:src|href)=")\.\//g, `$1${'../'.repeat(folders)}`);
