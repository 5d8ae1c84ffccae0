/** docgate/angular: the app of docs/frameworks/angular.md, compiled ahead of time, with strict templates. */
import { join } from 'node:path';
import { driveAdapter } from '../adapters/drive.mjs';
import { overlay, writePage } from '../adapters/pages.mjs';
import { pinned, project } from '../support/project.mjs';
import { serveFolder } from '../support/serve.mjs';

export const name = 'adapter-angular';
export const toolchain = pinned('../adapters/angular', '@angular/core', '@angular/router');

export async function run() {
  const { folder, run } = await project('../adapters/angular', { shared: false, into: 'adapter_angular' });
  await writePage('angular', folder);
  await run('ngc', ['-p', 'tsconfig.json', '--noEmit']);
  await overlay(folder);
  await run('ng', ['build']);
  const served = await serveFolder(join(folder, 'dist'));
  try {
    return await driveAdapter(served.port, { routed: true });
  } finally {
    await served.close();
  }
}
