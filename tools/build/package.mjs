// The whole npm package.

import { existsSync } from 'node:fs';
import { at } from '../paths.mjs';
import { bundle, bundlePlain } from './bundle.mjs';
import { core } from './core.mjs';
import { declarations } from './declarations.mjs';
import { entries, plainEntries } from './entries.mjs';
import { exclusively } from './exclusively.mjs';

/** Builds one entry and gives the paths `{ wasm, glue }` that went into it. */
export async function buildEntry(entry) {
  if (!existsSync(at(entry.source))) throw new Error(`${entry.source} does not exist`);
  return exclusively(async () => {
    const parts = await core(entry);
    await bundle(entry, parts);
    return parts;
  });
}

/** Builds every entry into `pkg/dist`, with its types. */
export async function buildPackage() {
  await exclusively(async () => {
    for (const entry of entries) await buildEntry(entry);
    for (const entry of plainEntries) await bundlePlain(entry);
    await declarations([...entries, ...plainEntries]);
  });
}
