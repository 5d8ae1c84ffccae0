/** docgate/svelte: the SvelteKit app of docs/frameworks/svelte.md. */
import { join } from 'node:path';
import { driveAdapter } from '../adapters/drive.mjs';
import { overlay, writePage } from '../adapters/pages.mjs';
import { pinned, project } from '../support/project.mjs';
import { serveFolder } from '../support/serve.mjs';

export const name = 'adapter-svelte';
export const toolchain = pinned('../adapters/svelte', 'svelte', '@sveltejs/kit');

export async function run() {
  const { folder, run } = await project('../adapters/svelte', { shared: false, into: 'adapter_svelte' });
  await writePage('svelte', folder);
  await run('svelte-kit', ['sync']);
  await run('svelte-check', ['--fail-on-warnings']);
  await overlay(folder);
  await run('vite', ['build']);
  const served = await serveFolder(join(folder, 'build'));
  try {
    // SvelteKit writes down what a `load` function rejects with.
    return await driveAdapter(served.port, { routed: true, expected: [/AuthError/] });
  } finally {
    await served.close();
  }
}
