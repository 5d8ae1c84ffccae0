import { pinned, project } from '../support/project.mjs';

export const name = 'vitest';
export const toolchain = pinned('vitest', 'vitest', 'jsdom');

export async function run() {
  const { run } = await project('vitest');
  const { output } = await run('vitest', ['run', '--reporter=verbose']);
  for (const wanted of [/✓ node\.test\.js > on a server/, /✓ jsdom\.test\.js > in a document/]) {
    if (!wanted.test(output)) throw new Error(`Vitest did not say ${wanted}:\n${output}`);
  }
  return 'node and jsdom';
}
