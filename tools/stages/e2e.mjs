// The package as shipped, in a browser, against the sandbox and a real server.

import { readdirSync } from 'node:fs';
import { trapEntry } from '../build/entries.mjs';
import { buildEntry } from '../build/package.mjs';
import { at } from '../paths.mjs';
import { run } from '../process/run.mjs';
import { buildRelay } from '../serve/relay.mjs';
import { buildSandbox } from '../serve/sandbox.mjs';
import { browser } from '../setup/browser.mjs';
import { nodeTest } from './counts.mjs';
import { emptyModulesFile, rowsFile } from './rows_file.mjs';

export async function e2e() {
  const { chromium } = await browser();
  await buildEntry(trapEntry);
  const files = readdirSync(at('tests', 'e2e')).filter((name) => name.endsWith('.test.mjs'));
  const { code, output } = await run(
    process.execPath,
    // Each file is a process with a browser of its own.
    ['--test', '--test-reporter=spec', '--test-concurrency=2', ...files.sort().map((name) => at('tests', 'e2e', name))],
    {
      env: {
        DOCGATE_CHROMIUM: chromium,
        DOCGATE_SANDBOX: await buildSandbox(),
        DOCGATE_RELAY: await buildRelay(),
        DOCGATE_ROWS: rowsFile('e2e'),
        DOCGATE_MODULES: emptyModulesFile(),
      },
      expect: 'any',
    },
  );
  return { ...nodeTest(output), code, output };
}
