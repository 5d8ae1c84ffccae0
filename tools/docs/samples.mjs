// Every code sample of the documentation as a file of its own, for TypeScript to look at, with docgate's public types.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { filesBelow } from '../build/step.mjs';
import { at, root, target } from '../paths.mjs';
import { typedEntries } from '../release/entry_types.mjs';
import { fencesOf } from './markdown.mjs';

/** What people read: each is held to what this folder's tests say. */
export function documents() {
  const tops = ['README.md', 'SECURITY.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'pkg/README.md'];
  const beside = ['www/README.md', 'sandbox/README.md', 'fuzz/README.md', 'relay/README.md'];
  const examples = readdirSync(at('examples')).map((name) => `examples/${name}/README.md`);
  const guides = filesBelow('docs', '.md').map((path) => relative(root, path));
  return [...tops, ...beside, ...examples, ...guides].filter((path) => existsSync(at(path)));
}

/** All fences: `{ path, number, language, words, code }`. */
export const fences = () =>
  documents().flatMap((path) =>
    fencesOf(readFileSync(at(path), 'utf8')).map((fence, index) => ({ path, number: index + 1, ...fence })),
  );

/** How the compiler calls a language's files; of others it knows nothing. */
const EXTENSIONS = new Map([
  ['ts', 'ts'],
  ['tsx', 'tsx'],
  ['js', 'js'],
  ['jsx', 'jsx'],
  ['vue', 'ts'],
  ['svelte', 'ts'],
]);

/** A file of a framework's whole app, by its first line: `// src/App.tsx`, `<!-- src/App.vue -->`. */
const WHOLE_APP = /^(?:\/\/|<!--) (?:src|\w+\.config)[\w/.+()[\]-]*(?: -->)?\n/;

/** Whether it is one of those: tests/package/adapters checks them with the real framework, and drives them. */
export const ofWholeApp = ({ path, code }) => path.startsWith('docs/frameworks/') && WHOLE_APP.test(code);

/**
 * The samples that TypeScript looks at here: `{ path, number, name, code }`. `nocheck`: code of other libraries, to compare
 * with.
 */
export const samples = () =>
  fences()
    .filter((fence) => EXTENSIONS.has(fence.language) && !fence.words.includes('nocheck') && !ofWholeApp(fence))
    .map(({ path, number, language, code }) => ({
      path,
      number,
      name: `${path.replace(/\.md$/, '').replaceAll('/', '-')}-${number}.${EXTENSIONS.get(language)}`,
      code: language === 'vue' || language === 'svelte' ? scriptOf(code) : code,
    }));

/** What stands in the `<script>`s of a component. */
const scriptOf = (component) =>
  [...component.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script).join('\n');

/** Writes `samples` with a project around them and gives the folder. */
export function writeProject(samples, folder = join(target, 'docs', 'samples')) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { name, code } of samples) {
    // A module, whatever it imports: it may await, and what it names is its own.
    writeFileSync(join(folder, name), `${code}\nexport {};\n`);
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project(), null, 2));
  return folder;
}

function project() {
  const manifest = JSON.parse(readFileSync(at('pkg', 'package.json'), 'utf8'));
  const paths = typedEntries(manifest)
    .filter(({ types }) => existsSync(at('pkg', types)))
    .map(({ entry, types }) => [entry === 'index' ? 'docgate' : `docgate/${entry}`, [at('pkg', types)]]);
  return {
    extends: at('tsconfig.json'),
    // Its `exactOptionalPropertyTypes` stays: what compiles with that compiles without.
    compilerOptions: {
      noUnusedLocals: false,
      noUnusedParameters: false,
      erasableSyntaxOnly: false,
      allowJs: true,
      checkJs: true,
      jsx: 'react-jsx',
      noImplicitOverride: false,
      experimentalDecorators: true,
      // A test's configuration is read by Node.
      types: ['node'],
      skipLibCheck: true,
      paths: Object.fromEntries(paths),
      typeRoots: [at('node_modules', '@types')],
    },
    // The frameworks as far as the adapters use them.
    include: [at('tools', 'docs', '*.d.ts'), at('src', 'js', 'adapters', 'peers.d.ts'), './*'],
  };
}
