// The package's type declarations, emitted by TypeScript, once for `import` and once for `require`. Only what an entry
// reaches is kept: the rest of the face is nobody's business, and `docgate:core` exists only inside the build.

import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { at, dist, target } from '../paths.mjs';
import { run } from '../process/run.mjs';
import { filesBelow, step } from './step.mjs';

/** What another file of the face is referred to by. */
const SPECIFIER = /((?:from|import)\s*\(?\s*['"])(\.[^'"]+?)\.[jt]s(['"])/g;

/** Writes the `.d.ts` of `entries` and of all that they reach. */
export async function declarations(entries) {
  const all = join(target, 'declarations');
  const outputs = entries.flatMap(({ source, moduleOnly }) =>
    ['.d.ts', ...(moduleOnly ? [] : ['.d.cts'])].map((ending) => join(dist, `${basename(source, '.ts')}${ending}`)),
  );
  const files = [...filesBelow('src/js', '.ts'), at('tsconfig.json'), at('tsconfig.declarations.json')];
  await step('declarations', { files, values: [outputs], outputs }, async () => {
    rmSync(all, { recursive: true, force: true });
    await run(
      process.execPath,
      [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.declarations.json', '--outDir', all],
      { title: 'tsc' },
    );
    for (const path of existing()) rmSync(path);
    const below = (path) => join(dist, path.slice(all.length + 1));
    for (const path of reachedBy(entries, all)) {
      mkdirSync(dirname(below(path)), { recursive: true });
      copyFileSync(path, below(path));
    }
    // TypeScript takes the format of a declaration by its name, and a CommonJS one must not refer to a module.
    const required = entries.filter(({ moduleOnly }) => !moduleOnly);
    for (const path of reachedBy(required, all)) {
      const text = readFileSync(path, 'utf8').replace(SPECIFIER, '$1$2.cjs$3');
      writeFileSync(below(path).replace(/\.d\.ts$/, '.d.cts'), text);
    }
  });
}

/** Those of an earlier build, some of which may be nobody's by now. */
function existing() {
  if (!existsSync(dist)) return [];
  return readdirSync(dist, { recursive: true })
    .filter((name) => /\.d\.c?ts$/.test(name))
    .map((name) => join(dist, name));
}

function reachedBy(entries, folder) {
  const reached = new Set();
  for (const { source } of entries) reach(join(folder, `${basename(source, '.ts')}.d.ts`), reached);
  return reached;
}

function reach(path, reached) {
  if (reached.has(path)) return;
  const text = readFileSync(path, 'utf8');
  if (text.includes('docgate:core')) throw new Error(`the public types reach 'docgate:core' through ${path}`);
  reached.add(path);
  for (const [, , specifier] of text.matchAll(SPECIFIER)) {
    const next = join(dirname(path), `${specifier}.d.ts`);
    if (!existsSync(next)) throw new Error(`${path} refers to ${specifier}, which has no declarations`);
    reach(next, reached);
  }
}
