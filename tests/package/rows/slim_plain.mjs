import { driveAt } from '../support/drive.mjs';
import { project } from '../support/project.mjs';
import { serveFolder } from '../support/serve.mjs';
import { loadsWasm } from '../support/wasm_seen.mjs';

export const name = 'slim-plain';
export const toolchain = 'none';

export async function run() {
  const { folder } = await project('plain');
  const served = await serveFolder(folder, { page: 'slim.html' });
  try {
    await driveAt(served.port, loadsWasm());
  } finally {
    await served.close();
  }
  return "import.meta.resolve('docgate/wasm')";
}
