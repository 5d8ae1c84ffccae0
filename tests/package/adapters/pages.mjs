/**
 * The apps of docs/frameworks: a page's code blocks whose first line names a file (`// src/App.tsx`) are the app that a
 * newcomer copies. A row writes them into a project, checks their types against the real framework, and then puts its own
 * `auth` and its own guarded page in their places (`overlay/`), to drive what is left.
 */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { at } from '../../../tools/paths.mjs';

const BLOCK = /^```\w+\n(?:\/\/|<!--) ((?:src|\w+\.config)[\w/.+()[\]-]*)(?: -->)?\n([\s\S]*?)^```$/gm;

/** Writes the files of docs/frameworks/<name>.md into `folder`; gives their names. */
export async function writePage(name, folder) {
  const text = await readFile(at('docs', 'frameworks', `${name}.md`), 'utf8');
  const files = [...text.matchAll(BLOCK)].map(([, file, code]) => ({ file, code }));
  if (files.length < 3) throw new Error(`docs/frameworks/${name}.md has ${files.length} files of an app`);
  for (const { file, code } of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), code);
  }
  return files.map(({ file }) => file);
}

/** Puts the test's own files in the places of the page's. */
export async function overlay(folder) {
  await cp(join(folder, 'overlay'), folder, { recursive: true });
}
