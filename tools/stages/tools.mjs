// The tests of the tools themselves, and of what in the package needs neither browser nor wasm.

import { filesBelow } from '../build/step.mjs';
import { run } from '../process/run.mjs';
import { nodeTest } from './counts.mjs';

export async function tools() {
  const files = [...filesBelow('tools', '.test.mjs'), ...filesBelow('tests/package', '.test.mjs')];
  const { code, output } = await run(process.execPath, ['--test', '--test-reporter=spec', ...files], { expect: 'any' });
  return { ...nodeTest(output), code, output };
}
