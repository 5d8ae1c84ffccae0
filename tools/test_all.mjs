// npm run test:all: `npm test` with more rounds in the browser, the long simulation of many tabs, three engines, the
// package in other people's tools, and two builds that have to give the same bytes. Each part runs whatever became of the
// ones before it, and a summary says what ran.

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { at, root } from './paths.mjs';

const simulation = ['test', '--locked', '--release', '--package', 'docgate', '--test', 'simulation'];
const script = (name, env = {}) => ({ program: process.execPath, args: [at('tools', name)], env });

const parts = [
  { name: 'npm test, with long rounds', ...script('test.mjs', { DOCGATE_ROUNDS: 'long' }) },
  {
    name: 'the long simulation',
    program: 'cargo',
    args: [...simulation, '--', '--nocapture'],
    env: { DOCGATE_LONG: '1' },
  },
  { name: 'three engines', ...script('test_engines.mjs') },
  { name: 'the package in other tools', ...script('test_package.mjs') },
  { name: 'the same bytes twice', ...script('release/reproducible.mjs') },
];

const summary = [];
for (const { name, program, args, env } of parts) {
  console.log(`\n=== ${name}\n`);
  const began = performance.now();
  const there = program !== process.execPath || existsSync(args[0]);
  const result = there
    ? spawnSync(program, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit' })
    : { status: null, error: new Error(`there is no ${args[0].slice(root.length + 1)}`) };
  summary.push({ name, ...told(result), seconds: (performance.now() - began) / 1000 });
}

console.log('\n=== summary\n');
for (const { name, what, seconds } of summary) console.log(`${name.padEnd(28)} ${what}  ${seconds.toFixed(0)} s`);
process.exitCode = summary.every(({ good }) => good) ? 0 : 1;

function told({ status, signal, error }) {
  if (error !== undefined) return { good: false, what: `NOT RUN: ${error.message}` };
  if (status === 0) return { good: true, what: 'ok' };
  return { good: false, what: `FAILED (${status ?? signal})` };
}
