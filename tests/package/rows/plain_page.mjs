import { driveAt } from '../support/drive.mjs';
import { project } from '../support/project.mjs';
import { serveFolder } from '../support/serve.mjs';

export const name = 'plain-page';
export const toolchain = 'none';

/** `<script type="module">` and an import map; the package's own files are served. */
export async function run() {
  const { folder } = await project('plain');
  const served = await serveFolder(folder);
  try {
    await driveAt(served.port);
  } finally {
    await served.close();
  }
  return 'import map, login driven';
}
