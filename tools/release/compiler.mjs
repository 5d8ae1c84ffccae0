// TypeScript's own parser and checker over files that are nowhere on the disk.

import { API } from 'typescript/unstable/sync';

const ROOT = '/declarations';

/**
 * Gives `use` a program of `files` (`{ 'index.d.ts': text }`): `{ checker, source(name), problems() }`. `options`: compiler
 * options beside what a strict app has.
 */
export function compiled(files, use, options = {}) {
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2023', 'dom', 'dom.iterable'],
    module: 'esnext',
    moduleResolution: 'bundler',
    types: [],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    ...options,
  };
  const config = `${ROOT}/tsconfig.json`;
  const texts = new Map(Object.entries(files).map(([name, text]) => [`${ROOT}/${name}`, text]));
  texts.set(config, JSON.stringify({ compilerOptions, files: Object.keys(files) }));
  const api = new API({ cwd: ROOT, fs: virtual(texts) });
  try {
    const [project] = api.updateSnapshot({ openProjects: [config] }).getProjects();
    const { program, checker } = project;
    return use({
      checker,
      project,
      source: (name) => program.getSourceFile(`${ROOT}/${name}`),
      problems: () => [...program.getSyntacticDiagnostics(), ...program.getSemanticDiagnostics()],
    });
  } finally {
    api.close();
  }
}

function virtual(texts) {
  const inside = (path) => path === ROOT || path.startsWith(`${ROOT}/`);
  const names = [...texts.keys()];
  return {
    readFile: (path) => (inside(path) ? (texts.get(path) ?? null) : undefined),
    fileExists: (path) => (inside(path) ? texts.has(path) : undefined),
    directoryExists: (path) =>
      inside(path) ? path === ROOT || names.some((name) => name.startsWith(`${path}/`)) : undefined,
    getAccessibleEntries: (path) => (inside(path) ? { files: [], directories: [] } : undefined),
    realpath: (path) => path,
  };
}

/** Calls `visit` with `node` and everything below it. */
export function walk(node, visit) {
  visit(node);
  node.forEachChild((child) => walk(child, visit));
}
