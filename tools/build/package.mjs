// The whole npm package.

import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { at } from '../paths.mjs';
import { papers } from '../release/papers.mjs';
import { bundle, bundlePlain } from './bundle.mjs';
import { core } from './core.mjs';
import { declarations } from './declarations.mjs';
import { entries, plainEntries, translation, wasmFile } from './entries.mjs';
import { exclusively } from './exclusively.mjs';
import { testingProvider } from './testing.mjs';
import { translate } from './translate.mjs';

/** Builds one entry. */
export async function buildEntry(entry) {
  if (!existsSync(at(entry.source))) throw new Error(`${entry.source} does not exist`);
  await exclusively(async () => bundle(entry, await core(entry.core)));
}

/** Builds every entry into `pkg/dist`, with its types, and the papers that go with them. */
export async function buildPackage() {
  await exclusively(async () => {
    // Several entries share one.
    const made = new Map();
    for (const { core: wanted } of entries) if (!made.has(wanted)) made.set(wanted, await core(wanted));
    for (const entry of entries) await bundle(entry, made.get(entry.core));
    const whole = made.get(translation.core);
    await bundle(translation, { ...whole, translated: await translate(translation.core, whole.wasm) });
    mkdirSync(dirname(wasmFile), { recursive: true });
    copyFileSync(whole.wasm, wasmFile);
    for (const entry of plainEntries) await bundlePlain(entry);
    await testingProvider();
    await declarations([...entries, ...plainEntries]);
    await papers();
  });
}
