import { join } from 'node:path';
import { driveAt } from '../support/drive.mjs';
import { pinned, project } from '../support/project.mjs';
import { serveFolder } from '../support/serve.mjs';

export const name = 'vite-build';
export const toolchain = pinned('vite', 'vite');

export async function run() {
  const { folder, run } = await project('vite');
  await run('vite', ['build', 'app', '--outDir', join(folder, 'dist')]);
  const served = await serveFolder(join(folder, 'dist'));
  try {
    await driveAt(served.port);
  } finally {
    await served.close();
  }
  return 'login driven';
}
