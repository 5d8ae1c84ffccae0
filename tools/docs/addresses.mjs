// Where each file of the repository is on the site, and how a link in one file reads in the other.

import { existsSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { at } from '../paths.mjs';

/** The file that a folder stands for, or the folder itself where it has none; a file is itself. */
export function pageOf(path) {
  const clean = path.replace(/\/$/, '');
  if (!statSync(at(clean)).isDirectory()) return clean;
  const readme = posix.join(clean, 'README.md');
  return existsSync(at(readme)) ? readme : clean;
}

/** The path on the site of a file or folder of the repository. Sources get a page that shows them. */
export function siteAddress(path) {
  if (path === 'README.md') return 'index.html';
  if (path.endsWith('/README.md')) return `${within(path.slice(0, -'/README.md'.length))}/index.html`;
  if (path.endsWith('.md')) return `${within(path.slice(0, -'.md'.length)).toLowerCase()}.html`;
  if (statSync(at(path)).isDirectory()) return `${within(path)}/index.html`;
  return `source/${path}.html`;
}

const within = (path) => (path.startsWith('docs/') ? path.slice('docs/'.length) : path);

/** What a link in the file `from` leads to: `{ path, anchor }` in the repository, or null for an address elsewhere. */
export function target(from, link) {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return null;
  const [file, anchor = ''] = link.split('#');
  const folder = isFolder(from) ? from : posix.dirname(from);
  return { path: file === '' ? from : posix.normalize(posix.join(folder, file)), anchor };
}

const isFolder = (path) => existsSync(at(path)) && statSync(at(path)).isDirectory();

/** The relative address of one page of the site, seen from another. */
export const relative = (from, to) => posix.relative(posix.dirname(from), to) || posix.basename(to);

/** The anchors of headings, as GitHub makes them: a second one of the same name gets `-1`. */
export function slugs() {
  const seen = new Map();
  return (text) => {
    const slug = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  };
}
