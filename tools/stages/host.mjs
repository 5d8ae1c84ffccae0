// The Rust tests that need no browser.

import { run } from '../process/run.mjs';
import { libtest } from './counts.mjs';
import { rowsFile } from './rows_file.mjs';

export async function host() {
  const { code, output } = await run(
    'cargo',
    [
      'test',
      '--locked',
      '--no-fail-fast',
      '--package',
      'docgate',
      '--package',
      'docgate-sandbox',
      '--package',
      'docgate-relay',
      '--',
      '--show-output',
    ],
    {
      env: { DOCGATE_ROWS: rowsFile('host') },
      expect: 'any',
    },
  );
  return { ...libtest(output), code, output, note: figures(output) };
}

/** What the simulation of many tabs says about itself. */
export const figures = (output) => (output.match(/^(?:\d+ schedules of|two tabs:) .*$/gm) ?? []).join('\n');
