// npm run test:engines                                   Chromium, Firefox and WebKitGTK
// npm run test:engines -- --engines chromium,firefox     these alone
// npm run test:engines -- --only wasm                    one of the two kinds: wasm, e2e
//
// Ends with a table. An engine that could not run has failed, unless `--engines` leaves it out.

import { parseArgs } from 'node:util';
import { trapEntry } from './build/entries.mjs';
import { buildEntry, buildPackage } from './build/package.mjs';
import { ENGINES, endToEndIn, versionOf, wasmIn } from './engines/index.mjs';
import { good, table } from './engines/table.mjs';
import { buildSandbox } from './serve/sandbox.mjs';
import { CannotGoOn, report } from './setup/cannot.mjs';
import { setUpEngine } from './setup/engines.mjs';
import { checkNode, setUp } from './setup/index.mjs';
import { packages } from './setup/packages.mjs';
import { say } from './setup/say.mjs';

const KINDS = ['wasm', 'e2e'];

try {
  const values = asked();
  const engines = chosen(values.engines);
  const kinds = values.only === undefined ? KINDS : [values.only];
  if (!kinds.every((kind) => KINDS.includes(kind))) throw new CannotGoOn(`--only takes ${KINDS.join(' or ')}.`);
  checkNode();
  await setUp();
  await packages('tests/engines');
  const env = kinds.includes('e2e') ? await build() : {};
  const rows = [];
  for (const engine of engines) rows.push(await attempt(engine, kinds, env));
  console.log(`\n${table(rows)}`);
  for (const { title, missing } of rows) if (missing !== undefined) console.log(`\n${title} DID NOT RUN: ${missing}`);
  if (!good(rows)) process.exitCode = 1;
} catch (error) {
  report(error);
}

function asked() {
  try {
    return parseArgs({ options: { engines: { type: 'string' }, only: { type: 'string' } } }).values;
  } catch (error) {
    throw new CannotGoOn(error.message);
  }
}

function chosen(names) {
  if (names === undefined) return ENGINES;
  const wanted = names.split(',');
  const unknown = wanted.filter((name) => !ENGINES.some((engine) => engine.name === name));
  if (unknown.length > 0) {
    throw new CannotGoOn(
      `No such engine: ${unknown.join(', ')}. There are: ${ENGINES.map((it) => it.name).join(', ')}.`,
    );
  }
  return ENGINES.filter(({ name }) => wanted.includes(name));
}

/** What the end-to-end tests need beside a browser. */
async function build() {
  await say('Building the package', buildPackage);
  await say('Building the one with a trap', () => buildEntry(trapEntry));
  return { DOCGATE_SANDBOX: await buildSandbox() };
}

async function attempt(engine, kinds, env) {
  const { title, name } = engine;
  let programs;
  let version;
  try {
    programs = await setUpEngine[name]();
    version = await versionOf(engine, programs);
  } catch (error) {
    if (error.output) process.stdout.write(`${error.output.trimEnd()}\n`);
    return { title, missing: error.message };
  }
  const ran = async (kind, work) => {
    if (!kinds.includes(kind)) return undefined;
    const result = await say(`${title} ${version}: ${kind}`, work);
    if (result.failed > 0 || result.code !== 0) process.stdout.write(`${result.output.trimEnd()}\n`);
    return result;
  };
  const wasm = await ran('wasm', () => wasmIn(engine, programs));
  return { title, version, wasm, endToEnd: await ran('e2e', () => endToEndIn(engine, programs, env)) };
}
