import { fileURLToPath } from 'node:url';
import { project } from '../support/project.mjs';

export const name = 'node-import';
export const toolchain = `node ${process.versions.node}`;

export async function run() {
  const { folder, run } = await project('node');
  const { stdout } = await run(process.execPath, ['imported.mjs']);
  const file = fileURLToPath(stdout.trim());
  if (!file.startsWith(folder)) throw new Error(`imported ${file}`);
  return `snapshot loading, calls reject with not_in_browser`;
}
