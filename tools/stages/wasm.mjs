// The Rust tests that run in a browser, by wasm-bindgen-test, and the examples for Rust front ends, which exist for this
// target alone. Chromium's flags are in webdriver.json.

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
  const examples = await compiledExamples(chromedriver);
  return {
    passed: result.passed + examples.passed,
    failed: result.failed + examples.failed,
    code: result.code || examples.code,
    output: `${output}\n${examples.output}`,
  };
}

/** The examples of docs/rust.md and of the crate's documentation, compiled. */
async function compiledExamples(chromedriver) {
  const { code, output } = await run(
    'cargo',
    ['test', '--locked', '--package', 'docgate', '--doc', '--target', 'wasm32-unknown-unknown'],
    { env: { CHROMEDRIVER: chromedriver }, expect: 'any' },
  );
  // rustdoc compiles them as one program where it can, and counts them only where that fails.
  const compiled = code === 0 && /^merged doctests compilation|; merged doctests compilation/m.test(output);
  const { passed, failed } = libtest(output);
  return {
    passed: compiled ? Math.max(passed, 1) : passed,
    failed: compiled ? failed : Math.max(failed, 1),
    code,
    output,
  };
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
