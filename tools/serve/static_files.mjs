// A folder as any static host would serve it: files, and `name` for `name.html`.

import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.json', 'application/json'],
  ['.woff2', 'font/woff2'],
]);

/** What `folder` has at a path, `{ type, body }`, or null. */
export async function fileIn(folder, path) {
  const clean = normalize(path);
  const name = clean.endsWith('/') ? `${clean}index.html` : extname(clean) === '' ? `${clean}.html` : clean;
  const type = TYPES.get(extname(name));
  if (type === undefined) return null;
  try {
    return { type, body: await readFile(join(folder, name)) };
  } catch {
    return null;
  }
}
