import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { anyPort } from '../../../tools/serve/port.mjs';
import { driveAt } from '../support/drive.mjs';
import { pinned, project } from '../support/project.mjs';

export const name = 'next-turbopack';
export const toolchain = pinned('next', 'next');
export const run = () => next('--turbopack');

/** Built with one of Next's two bundlers, prerendered, and served by Next. */
export async function next(bundler) {
  const { folder, run, start } = await project('next', { shared: 'shared' });
  await run('next', ['build', bundler]);
  const prerendered = await readFile(join(folder, '.next', 'server', 'app', 'index.html'), 'utf8');
  assert.match(prerendered, /<p id="status">loading<\/p>/, 'the page was not prerendered');
  const port = await anyPort();
  const server = await start('next', ['start', '--hostname', '127.0.0.1', '--port', String(port)], {
    ready: /Ready in/,
  });
  try {
    await driveAt(port, { path: '/?of=ada#top' });
  } finally {
    await server.stop();
  }
  return 'prerendered, hydrated, login driven';
}
