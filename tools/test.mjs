// npm test             sets up what is missing, then runs every stage
// npm test -- host e2e  runs these alone
//
// Ends with one line `N passed, N failed`. A stage that checks something without counting tests
// (format, types, …) adds one failure when it fails.

import { CannotGoOn, report } from './setup/cannot.mjs';
import { checkNode, setUp } from './setup/index.mjs';

const start = performance.now();
try {
  checkNode();
  await setUp();
  const { stages } = await import('./stages/index.mjs');
  await runStages(chosen(stages, process.argv.slice(2)));
} catch (error) {
  report(error);
}

function chosen(stages, names) {
  const unknown = names.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    throw new CannotGoOn(`No such stage: ${unknown.join(', ')}. There are: ${stages.map((it) => it.name).join(', ')}.`);
  }
  return names.length === 0 ? stages : stages.filter((stage) => names.includes(stage.name));
}

async function runStages(stages) {
  const total = { passed: 0, failed: 0 };
  const failed = new Set();
  let testing = 0;
  for (const stage of stages) {
    const missing = stage.after?.find((name) => failed.has(name));
    const result = missing === undefined ? await attempt(stage) : { failed: 1, passed: 0, skipped: missing };
    if (stage.tests) testing += 1;
    total.passed += result.passed;
    total.failed += result.failed;
    if (result.failed > 0) failed.add(stage.name);
    console.log(line(stage, result));
  }
  if (testing > 0 && total.passed + total.failed === 0) total.failed = 1;
  console.log(`\nin ${((performance.now() - start) / 1000).toFixed(0)} s`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

// A runner that ends badly although no test failed (it did not compile, it crashed) has failed;
// so has one that ran no test.
async function attempt(stage) {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  try {
    const { passed = 0, failed = 0, code = 0, output = '', note = '' } = (await stage.run()) ?? {};
    const empty = stage.tests === true && passed + failed === 0;
    const bad = failed > 0 ? failed : code !== 0 || empty ? 1 : 0;
    if (bad > 0) process.stdout.write(`${output.trimEnd()}\n`);
    return { passed, failed: bad, seconds: seconds(), note: empty ? 'ran no test' : note };
  } catch (error) {
    if (error.output) process.stdout.write(`${error.output.trimEnd()}\n`);
    const expected = error.output !== undefined;
    return { passed: 0, failed: 1, seconds: seconds(), note: expected ? error.message : error.stack };
  }
}

function line(stage, { passed, failed, seconds, skipped, note }) {
  const name = stage.name.padEnd(12);
  if (skipped !== undefined) return `${name} not run, because ${skipped} failed`;
  const counted = stage.tests ? `  ${passed} passed, ${failed} failed` : '';
  const why = note ? `\n  ${note.replaceAll('\n', '\n  ')}` : '';
  return `${name} ${failed > 0 ? 'FAILED' : 'ok'}  ${seconds.toFixed(1)} s${counted}${why}`;
}
