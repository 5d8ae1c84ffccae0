import { project } from '../support/project.mjs';

export const name = 'node-require';
export const toolchain = `node ${process.versions.node}`;

/** Real CommonJS, for those that cannot `require` a module: the flag takes that ability from Node. */
export async function run() {
  const { run } = await project('node');
  const { stdout } = await run(process.execPath, ['--no-experimental-require-module', 'required.cjs']);
  if (!stdout.trim().endsWith('.cjs')) throw new Error(`required ${stdout.trim()}`);
  const { stdout: entries } = await run(process.execPath, ['--no-experimental-require-module', 'entries.mjs']);
  return `same by require; ${entries.trim().split(' ').length} entries have the same names either way`;
}
