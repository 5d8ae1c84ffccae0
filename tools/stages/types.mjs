// TypeScript: the face, the demo, the example, and what an app may and may not write.

import { existsSync } from 'node:fs';
import { at } from '../paths.mjs';
import { run } from '../process/run.mjs';

export async function types() {
  for (const project of ['.', 'www', 'tests/package', 'examples/docspace-embed'].filter((it) =>
    existsSync(at(it, 'tsconfig.json')),
  )) {
    await run(process.execPath, [at('node_modules', 'typescript', 'bin', 'tsc'), '--noEmit', '-p', project], {
      title: `tsc -p ${project}`,
    });
  }
}
