import { pinned, project } from '../support/project.mjs';

export const name = 'testing-jest';
export const toolchain = pinned('jest-testing', 'jest', 'jest-environment-jsdom');

export async function run() {
  const { run } = await project('jest-testing', { shared: false });
  const { output } = await run('jest', ['--ci', '--verbose', '--runInBand']);
  for (const wanted of [/✓ signs in/, /✓ the end of the session/, /✓ signed in, and out/]) {
    if (!wanted.test(output)) throw new Error(`Jest did not say ${wanted}:\n${output}`);
  }
  return 'CommonJS: fakeAuth, and a login by the scripted provider in jsdom';
}
