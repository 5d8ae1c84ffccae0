import assert from 'node:assert/strict';
import { anyPort } from '../../../tools/serve/port.mjs';
import { driveAt } from '../support/drive.mjs';
import { pinned, project } from '../support/project.mjs';

export const name = 'sveltekit';
export const toolchain = pinned('sveltekit', '@sveltejs/kit', 'vite');

export async function run() {
  const { run, start } = await project('sveltekit');
  await run('vite', ['build']);
  const port = await anyPort();
  const env = { HOST: '127.0.0.1', PORT: String(port), ORIGIN: `http://app.localhost:${port}` };
  const server = await start(process.execPath, ['build'], { env, ready: /Listening on/ });
  try {
    const rendered = await (await fetch(`http://127.0.0.1:${port}/rooms`)).text();
    assert.match(rendered, /<p id="status">loading<\/p>/, 'the server did not render the page');
    await driveAt(port);
  } finally {
    await server.stop();
  }
  return 'rendered on the server, hydrated, login driven';
}
