// npm run test:package               sets up, builds and packs; then the tarball in every toolchain, as a table
// npm run test:package -- vite next  only the rows whose names begin so
//
// A row is a file of tests/package/rows: `{ name, toolchain?, run }`. `run()` resolves with a short note, or throws.
// Ends with 1 if a row is red. A row that was not run is not in the table, and the last line counts it.

import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { at } from './paths.mjs';
import { browser } from './setup/browser.mjs';
import { CannotGoOn, report } from './setup/cannot.mjs';
import { checkNode, setUp } from './setup/index.mjs';
import { say } from './setup/say.mjs';

const folder = at('tests', 'package', 'rows');

let leave = async () => {};
try {
  checkNode();
  await setUp();
  process.env.DOCGATE_CHROMIUM ??= (await browser()).chromium;
  const { buildPackage } = await import('./build/package.mjs');
  await say('Building the package', buildPackage);
  const { buildSandbox } = await import('./serve/sandbox.mjs');
  process.env.DOCGATE_SANDBOX ??= await buildSandbox();
  ({ leaveStage: leave } = await import('../tests/package/support/drive.mjs'));
  const rows = await loaded();
  const chosen = choose(rows, process.argv.slice(2));
  const results = [];
  for (const row of chosen) {
    results.push(await attempt(row));
    console.log(progress(results.at(-1)));
  }
  console.log(`\n${table(results)}\n`);
  const red = results.filter(({ ok }) => !ok).length;
  const green = results.length - red;
  console.log(`${green} green, ${red} red, ${rows.length - chosen.length} not run`);
  process.exitCode = red > 0 || green === 0 ? 1 : 0;
} catch (error) {
  report(error);
} finally {
  await leave();
}

/** In the order of their files. A file that cannot be loaded is a red row. */
async function loaded() {
  const rows = [];
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.mjs')) continue;
    try {
      const { name, toolchain = '', run } = await import(pathToFileURL(at('tests', 'package', 'rows', file)).href);
      if (typeof name !== 'string' || typeof run !== 'function') throw new Error('a row exports name and run');
      rows.push({ name, toolchain, run });
    } catch (error) {
      const failing = () => Promise.reject(error);
      rows.push({ name: file.slice(0, -'.mjs'.length), toolchain: '', run: failing });
    }
  }
  return rows;
}

function choose(rows, names) {
  const unknown = names.filter((name) => !rows.some((row) => row.name.startsWith(name)));
  if (unknown.length > 0) {
    throw new CannotGoOn(`No such row: ${unknown.join(', ')}. There are: ${rows.map(({ name }) => name).join(', ')}.`);
  }
  return names.length === 0 ? rows : rows.filter((row) => names.some((name) => row.name.startsWith(name)));
}

async function attempt({ name, toolchain, run }) {
  const began = performance.now();
  const seconds = () => ((performance.now() - began) / 1000).toFixed(1);
  try {
    const note = await run();
    return { name, toolchain, ok: true, note: note ?? '', seconds: seconds() };
  } catch (error) {
    return { name, toolchain, ok: false, note: firstLine(error), error, seconds: seconds() };
  }
}

function firstLine(error) {
  return String(error?.message ?? error).split('\n')[0];
}

function progress({ name, ok, error, seconds }) {
  const line = `${ok ? 'green' : 'RED  '}  ${name}  ${seconds} s`;
  if (ok) return line;
  const told = [error?.stack ?? String(error), error?.output ?? ''].join('\n').trimEnd();
  return `${line}\n  ${told.replaceAll('\n', '\n  ')}`;
}

function table(results) {
  const lines = [
    ['row', 'toolchain', 'result', 'seconds', 'note'],
    ...results.map(({ name, toolchain, ok, seconds, note }) => [name, toolchain, ok ? 'green' : 'RED', seconds, note]),
  ];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
