// The tests of the tools themselves.

import { filesBelow } from '../build/step.mjs';
import { run } from '../process/run.mjs';
import { nodeTest } from './counts.mjs';

export async function tools() {
  const files = filesBelow('tools', '.test.mjs');
  const { code, output } = await run(process.execPath, ['--test', '--test-reporter=spec', ...files], { expect: 'any' });
  return { ...nodeTest(output), code, output };
}
