// The Rust tests that run in a browser, by wasm-bindgen-test. Chromium's flags are in webdriver.json.

import { writeFileSync } from 'node:fs';
import { run } from '../process/run.mjs';
import { browser } from '../setup/browser.mjs';
import { libtest } from './counts.mjs';
import { rowsFile } from './rows_file.mjs';

export async function wasm() {
  const { chromedriver } = await browser();
  const rows = rowsFile('wasm');
  const { output, ...result } = await wasmTests({ CHROMEDRIVER: chromedriver }, { seconds: 180 });
  const lines = [...output.matchAll(/\brow: ([RA]-\d+\t[^\t\n]+\t[^\t\n]+)$/gm)].map(([, line]) => `${line}\n`);
  writeFileSync(rows, lines.join(''));
  return { ...result, output };
}

/**
 * Runs them in the browser whose driver the one variable in `drivers` names; `before`: what goes before the command;
 * `seconds`: how long all of them may take. Gives `{ passed, failed, code, output }`.
 */
export async function wasmTests(drivers, { before = [], seconds }) {
  // `--nocapture`: what a passing test logs is shown too, and with it the rows.
  const [program, ...args] = [
    ...before,
    'cargo',
    'test',
    '--locked',
    '--package',
    'docgate',
    '--lib',
    '--target',
    'wasm32-unknown-unknown',
    '--features',
    'js',
    '--',
    '--nocapture',
  ];
  const none = { CHROMEDRIVER: undefined, GECKODRIVER: undefined, SAFARIDRIVER: undefined };
  const env = { ...none, ...drivers, WASM_BINDGEN_TEST_TIMEOUT: String(seconds) };
  const { code, output } = await run(program, args, { env, expect: 'any' });
  return { ...libtest(output), code, output };
}
