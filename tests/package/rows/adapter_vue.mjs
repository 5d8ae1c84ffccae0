/** docgate/vue: the app of docs/frameworks/vue.md. */
import { join } from 'node:path';
import { driveAdapter } from '../adapters/drive.mjs';
import { overlay, writePage } from '../adapters/pages.mjs';
import { pinned, project } from '../support/project.mjs';
import { serveFolder } from '../support/serve.mjs';

export const name = 'adapter-vue';
export const toolchain = pinned('../adapters/vue', 'vue', 'vue-router');

export async function run() {
  const { folder, run } = await project('../adapters/vue', { shared: false, into: 'adapter_vue' });
  await writePage('vue', folder);
  await run('vue-tsc', ['-p', '.']);
  await overlay(folder);
  await run('vite', ['build', '--mode', 'development', '--outDir', 'dist'], { env: { NODE_ENV: 'development' } });
  const served = await serveFolder(join(folder, 'dist'));
  try {
    return await driveAdapter(served.port, { routed: true });
  } finally {
    await served.close();
  }
}
