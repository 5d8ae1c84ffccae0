/** docgate/react: the app of docs/frameworks/react.md, under StrictMode; and the same page made on a server. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { at } from '../../../tools/paths.mjs';
import { driveAdapter } from '../adapters/drive.mjs';
import { driveHydration } from '../adapters/hydrate.mjs';
import { overlay, writePage } from '../adapters/pages.mjs';
import { pinned, project } from '../support/project.mjs';
import { serveFolder } from '../support/serve.mjs';

export const name = 'adapter-react';
export const toolchain = pinned('../adapters/react', 'react', 'react-router');

export async function run() {
  const { folder, run } = await project('../adapters/react', { shared: false, into: 'adapter_react' });
  await writePage('react', folder);
  await run(process.execPath, [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.']);
  await overlay(folder);
  // The development build: StrictMode mounts everything twice there.
  await run('vite', ['build', '--mode', 'development', '--outDir', 'dist'], { env: { NODE_ENV: 'development' } });
  await run('vite', ['build', '--ssr', 'src/server.tsx', '--outDir', 'server'], { env: { NODE_ENV: 'development' } });
  const { made } = await import(pathToFileURL(join(folder, 'server', 'server.js')).href);
  await driveHydration(join(folder, 'dist'), made());
  const served = await serveFolder(join(folder, 'dist'));
  try {
    return `${await driveAdapter(served.port, { mounts: 2 })}; hydration`;
  } finally {
    await served.close();
  }
}
