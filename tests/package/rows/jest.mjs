import { pinned, project } from '../support/project.mjs';

export const name = 'jest';
export const toolchain = pinned('jest', 'jest', 'jest-environment-jsdom');

export async function run() {
  const { run } = await project('jest');
  const { output } = await run('jest', ['--ci', '--verbose', '--runInBand']);
  for (const wanted of [/✓ on a server/, /✓ in a document/]) {
    if (!wanted.test(output)) throw new Error(`Jest did not say ${wanted}:\n${output}`);
  }
  return 'CommonJS, node and jsdom';
}
