import { pinned, project } from '../support/project.mjs';

export const name = 'testing-vitest';
export const toolchain = pinned('vitest-testing', 'vitest', 'jsdom');

export async function run() {
  const { run } = await project('vitest-testing', { shared: false });
  const { output } = await run('vitest', ['run', '--reporter=verbose']);
  for (const wanted of [
    /✓ login\.test\.js > signs in/,
    /✓ login\.test\.js > the end/,
    /✓ fake\.test\.js > signed in/,
  ]) {
    if (!wanted.test(output)) throw new Error(`Vitest did not say ${wanted}:\n${output}`);
  }
  return 'fakeAuth, and a login by the scripted provider in jsdom';
}
