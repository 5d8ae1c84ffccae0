import { anyPort } from '../../../tools/serve/port.mjs';
import { driveAt } from '../support/drive.mjs';
import { pinned, project } from '../support/project.mjs';

export const name = 'vite-dev';
export const toolchain = pinned('vite', 'vite');
export const run = () => developing('vite');

/** The development server of a major version of Vite, with one of the project's pages. */
export async function developing(which, { page = 'app', ...rest } = {}) {
  const { start } = await project(which);
  const port = await anyPort();
  const server = await start('vite', [page, '--host', '127.0.0.1', '--port', String(port), '--strictPort'], {
    ready: /Local:/,
  });
  try {
    await driveAt(port, rest);
  } finally {
    await server.stop();
  }
  return 'login driven';
}
