// The Rust tests that run in a browser, by wasm-bindgen-test. The flags are in webdriver.json.

import { writeFileSync } from 'node:fs';
import { run } from '../process/run.mjs';
import { browser } from '../setup/browser.mjs';
import { libtest } from './counts.mjs';
import { rowsFile } from './rows_file.mjs';

export async function wasm() {
  const { chromedriver } = await browser();
  const rows = rowsFile('wasm');
  // `--nocapture`: what a passing test logs is shown too, and with it the rows.
  const { code, output } = await run(
    'cargo',
    [
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
    ],
    {
      env: {
        CHROMEDRIVER: chromedriver,
        GECKODRIVER: undefined,
        SAFARIDRIVER: undefined,
        WASM_BINDGEN_TEST_TIMEOUT: '180',
      },
      expect: 'any',
    },
  );
  const lines = [...output.matchAll(/\brow: ([RA]-\d+\t[^\t\n]+\t[^\t\n]+)$/gm)].map(([, line]) => `${line}\n`);
  writeFileSync(rows, lines.join(''));
  return { ...libtest(output), code, output };
}
