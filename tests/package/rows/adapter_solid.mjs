/** docgate/solid: the app of docs/frameworks/solid.md. */
import { join } from 'node:path';
import { at } from '../../../tools/paths.mjs';
import { driveAdapter } from '../adapters/drive.mjs';
import { overlay, writePage } from '../adapters/pages.mjs';
import { pinned, project } from '../support/project.mjs';
import { serveFolder } from '../support/serve.mjs';

export const name = 'adapter-solid';
export const toolchain = pinned('../adapters/solid', 'solid-js', '@solidjs/router');

export async function run() {
  const { folder, run } = await project('../adapters/solid', { shared: false, into: 'adapter_solid' });
  await writePage('solid', folder);
  await run(process.execPath, [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.']);
  await overlay(folder);
  await run('vite', ['build', '--outDir', 'dist']);
  const served = await serveFolder(join(folder, 'dist'));
  try {
    return await driveAdapter(served.port);
  } finally {
    await served.close();
  }
}
