/** A row whose project is built into `dist/` by one command and served as files. */
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { driveAt } from './drive.mjs';
import { project } from './project.mjs';
import { serveFolder } from './serve.mjs';

/** A browser without WebAssembly. */
const WITHOUT_WASM = { before: () => delete globalThis.WebAssembly };

/**
 * Builds by `[program, args]` and drives a login. `page`: also copies the shared page, which loads `/main.js`, for tools
 * that make no page of their own; `rest` goes to {@link driveAt}, `look(folder)` may look at what was built before.
 */
export async function driveBuilt(name, [program, args], { page = false, look, ...rest } = {}) {
  const { folder, run } = await project(name);
  await run(program, args);
  const dist = join(folder, 'dist');
  // A row that looks at something of its own does so with WebAssembly.
  const fallback = rest.also === undefined;
  if (page) await cp(join(folder, 'app', 'index.html'), join(dist, 'index.html'));
  await look?.(dist);
  const served = await serveFolder(dist);
  try {
    await driveAt(served.port, rest);
    if (fallback) await driveAt(served.port, { ...rest, ...WITHOUT_WASM });
  } finally {
    await served.close();
  }
  return fallback ? 'login driven, without WebAssembly too' : 'login driven';
}
