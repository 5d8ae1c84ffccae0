// npm run test:all: `npm test` with more rounds in the browser, then the long simulation of many tabs.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './paths.mjs';

const long = ['test', '--locked', '--release', '--package', 'docgate', '--test', 'simulation'];

const calls = [
  [process.execPath, [join(root, 'tools', 'test.mjs')], { DOCGATE_ROUNDS: 'long' }],
  ['cargo', [...long, '--', '--nocapture'], { DOCGATE_LONG: '1' }],
];

let failed = 0;
for (const [program, args, env] of calls) {
  const { status } = spawnSync(program, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit' });
  if (status !== 0) failed += 1;
}
process.exitCode = failed > 0 ? 1 : 0;
