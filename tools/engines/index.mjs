// The engines that docgate is tested in, and the two kinds of tests: the effects in Rust (wasm-bindgen-test), and the
// core of the end-to-end tests, over WebDriver (tests/engines).

import { readdirSync } from 'node:fs';
import { at } from '../paths.mjs';
import { run } from '../process/run.mjs';
import { nodeTest } from '../stages/counts.mjs';
import { wasmTests } from '../stages/wasm.mjs';

/** `variable`: by which the runner of the wasm tests knows the driver. */
export const ENGINES = [
  { name: 'chromium', title: 'Chromium', variable: 'CHROMEDRIVER' },
  { name: 'firefox', title: 'Firefox', variable: 'GECKODRIVER' },
  { name: 'webkit', title: 'WebKitGTK', variable: 'SAFARIDRIVER' },
];

/** `programs`: as `setUpEngine` gives them. Each result is `{ passed, failed, code, output }`. */
export const wasmIn = ({ variable }, { driver, display }) =>
  wasmTests({ [variable]: driver }, { before: display, seconds: 600 });

/** The version, as a session of it tells. */
export async function versionOf(engine, programs) {
  const { output } = await node(engine, programs, [at('tests', 'engines', 'version.mjs')], { expect: 0 });
  const version = /^version (\S+)$/m.exec(output)?.[1];
  if (version === undefined) throw new Error(`${engine.title} did not say its version:\n${output}`);
  return version;
}

/** `env`: the programs that the tests start beside the engine. */
export async function endToEndIn(engine, programs, env) {
  const folder = at('tests', 'engines');
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.mjs'));
  // One at a time: WebKitGTK has one automated browser on a screen, and the machine may have few processors.
  const args = ['--test', '--test-reporter=spec', '--test-concurrency=1'];
  const paths = files.sort().map((name) => at('tests', 'engines', name));
  const { code, output } = await node(engine, programs, [...args, ...paths], { env, expect: 'any' });
  return { ...nodeTest(output), code, output };
}

function node(engine, { binary, driver, display }, args, { env = {}, expect }) {
  const [program, ...all] = [...display, process.execPath, ...args];
  const ours = { DOCGATE_ENGINE: engine.name, DOCGATE_ENGINE_BINARY: binary, DOCGATE_ENGINE_DRIVER: driver };
  return run(program, all, { env: { ...ours, ...env }, expect, title: `${engine.title}: ${args.at(-1)}` });
}
