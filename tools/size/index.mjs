// How big the entries are, as served.

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { entries, plainEntries, translation, wasmFile } from '../build/entries.mjs';
import { providerModules } from '../build/testing.mjs';
import { at, target } from '../paths.mjs';

/** Without the framework, which the app has anyway. */
const adapters = { react: 1_600, vue: 1_500, svelte: 1_500, angular: 1_600, solid: 1_500 };

/** Brotli bytes of the whole module: design, budgets. */
export const gates = {
  index: 116_500,
  docspace: 108_300,
  slim: 10_300,
  docspace_api: 2_100,
  doctor: 8_700,
  testing: 9_500,
  ...adapters,
};

export const committed = at('tools', 'size.json');

/** `{ entry: { part: { raw, gzip, brotli } } }` of what was built last. */
export async function measure() {
  const { transform } = await import('esbuild');
  const sizes = {};
  for (const entry of entries.filter(({ from }) => from === 'embedded')) {
    const folder = join(target, 'mvp', 'entries', entry.core.name);
    const glue = await transform(readFileSync(join(folder, 'glue.js'), 'utf8'), {
      minify: true,
      format: 'esm',
      target: 'es2022',
    });
    sizes[entry.name] = {
      wasm: weigh(readFileSync(join(folder, 'docgate.wasm'))),
      glue: weigh(Buffer.from(glue.code)),
      module: weigh(readFileSync(entry.output)),
    };
  }
  const alone = entries.filter(({ from }) => from !== 'embedded');
  for (const { name, output } of [...alone, translation, ...plainEntries])
    sizes[name] = { module: weigh(readFileSync(output)) };
  sizes.wasm = { file: weigh(readFileSync(wasmFile)) };
  // For tests alone: listed, and under no gate.
  sizes.testing_provider = { module: weigh(readFileSync(providerModules.esm)) };
  return sizes;
}

/** What was committed, or nothing. */
export function before() {
  return statSync(committed, { throwIfNoEntry: false }) ? JSON.parse(readFileSync(committed, 'utf8')) : {};
}

/** One sentence for each entry over its gate. */
export function overBudget(sizes) {
  return Object.entries(gates)
    .filter(([name, gate]) => sizes[name].module.brotli > gate)
    .map(
      ([name, gate]) =>
        `'${name}' is ${kilo(sizes[name].module.brotli)} kB under brotli, over its gate of ${kilo(gate)} kB`,
    );
}

/** The sizes as text, with what changed since tools/size.json. */
export function table(sizes) {
  const old = before();
  const lines = ['entry         part      raw kB          gzip kB         brotli kB       gate'];
  for (const [name, parts] of Object.entries(sizes)) {
    for (const [part, weights] of Object.entries(parts)) {
      const cells = ['raw', 'gzip', 'brotli'].map((kind) =>
        `${kilo(weights[kind])}${change(weights[kind], old[name]?.[part]?.[kind])}`.padEnd(16),
      );
      const gate = part === 'module' && name in gates ? kilo(gates[name]) : '';
      lines.push(`${name.padEnd(14)}${part.padEnd(10)}${cells.join('')}${gate}`.trimEnd());
    }
  }
  return lines.join('\n');
}

function weigh(bytes) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params }).length,
  };
}

const kilo = (bytes) => (bytes / 1000).toFixed(1);

function change(now, then) {
  if (then === undefined || now === then) return '';
  return ` (${now > then ? '+' : ''}${kilo(now - then)})`;
}
