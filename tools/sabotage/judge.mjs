// Runs one named test in a tree and says what came of it: 'green', 'red', or why it is neither.
// A sabotage that does not compile, or a filter that finds no test, proves nothing.

import { join } from 'node:path';
import { run } from '../process/run.mjs';
import { browser } from '../setup/browser.mjs';
import { libtest, nodeTest } from '../stages/counts.mjs';

const PATIENCE = 300_000;

/** `test` as in tests/sabotage; gives `{ verdict, output }`. */
export async function judge(test, tree) {
  const { counts, output, code } = await kinds[test.kind](test, tree);
  if (code === 'too long') return { verdict: 'did not end', output };
  if (counts.failed > 0) return { verdict: 'red', output };
  if (code !== 0) return { verdict: 'did not compile', output };
  return { verdict: counts.passed > 0 ? 'green' : 'found no test', output };
}

const kinds = {
  async host({ filter, program = 'lib', package: name = 'docgate' }, tree) {
    const which = program === 'lib' ? ['--lib'] : ['--test', program];
    return cargo(['--package', name, ...which, filter], {}, tree);
  },
  async wasm({ filter }, tree) {
    const { chromedriver } = await browser();
    const env = { CHROMEDRIVER: chromedriver, GECKODRIVER: undefined, SAFARIDRIVER: undefined };
    return cargo(
      ['--package', 'docgate', '--lib', '--target', 'wasm32-unknown-unknown', '--features', 'js', filter],
      env,
      tree,
    );
  },
  async e2e({ file, filter }, tree) {
    const flags = file === 'trap' ? ['--trap'] : [];
    const built = await run(process.execPath, [join(tree, 'tools', 'build.mjs'), ...flags], {
      cwd: tree,
      expect: 'any',
    });
    if (built.code !== 0) return { counts: {}, code: built.code, output: built.output };
    const { chromium } = await browser();
    const result = await run(
      process.execPath,
      [
        '--test',
        '--test-reporter=spec',
        `--test-name-pattern=${escaped(filter)}`,
        join(tree, 'tests', 'e2e', `${file}.test.mjs`),
      ],
      { cwd: tree, env: { DOCGATE_CHROMIUM: chromium }, expect: 'any', patience: PATIENCE },
    );
    return { ...result, counts: nodeTest(result.output) };
  },
};

async function cargo(args, env, tree) {
  const all = ['test', '--locked', ...args];
  const result = await run('cargo', all, {
    cwd: tree,
    env: { ...env, CARGO_TARGET_DIR: join(tree, 'target') },
    expect: 'any',
    patience: PATIENCE,
  });
  return { ...result, counts: libtest(result.output) };
}

const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
