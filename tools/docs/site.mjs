// The documentation as a static site: the markdown of README and docs, and all that it leads to, beside the demo.

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, extname, join, posix } from 'node:path';
import { at } from '../paths.mjs';
import { pageOf, relative, siteAddress, target } from './addresses.mjs';
import { readPage } from './markdown.mjs';
import { navigation } from './navigation.mjs';
import { wholePage } from './template.mjs';

/** Where it goes unless told. */
export const builtDocs = at('www', 'dist', 'docs');

/** Tables that are made by machines for people who look something up there: of no use among what a search finds. */
const NOT_SEARCHED = /^(?:requirements|conformance|changelog|source\/)/;

/**
 * Builds it into `folder` and gives its pages. `reference`: further pages, `[{ path, markdown, title, listed? }]`, whose
 * links are already those of the site (`tools/docs/reference.mjs`).
 */
export function buildDocs({ folder = builtDocs, reference = [] } = {}) {
  const pages = readAll();
  const generated = reference.map((page) => ({
    ...readPage(page.markdown, { linkTo: (link) => link }),
    address: page.address,
    listed: page.listed,
    short: page.title,
  }));
  const groups = navigation().map(({ title, pages: listed }) => ({
    title,
    pages: listed.map((each) => {
      const page = pages.get(pageOf(each.path));
      return { address: page.address, title: each.title ?? page.title };
    }),
  }));
  const listed = generated.filter((page) => page.listed).map(({ address, short }) => ({ address, title: short }));
  if (listed.length > 0) groups.splice(-1, 0, { title: 'API reference', pages: listed });
  const all = [...pages.values(), ...generated];
  rmSync(folder, { recursive: true, force: true });
  for (const page of all) write(join(folder, page.address), wholePage(page, groups));
  write(join(folder, 'search.json'), JSON.stringify(searchIndex(all)));
  for (const [name, source] of assets()) write(join(folder, name), source);
  copyFileSync(at('www', 'public', 'icon.svg'), join(folder, 'icon.svg'));
  return all;
}

/** Every page: those of the navigation, and whatever of the repository a page leads to. */
function readAll() {
  const pages = new Map();
  const open = navigation().flatMap((group) => group.pages.map(({ path }) => pageOf(path)));
  while (open.length > 0) {
    const path = open.shift();
    if (pages.has(path)) continue;
    const address = siteAddress(path);
    const linkTo = (link) => {
      const found = target(path, link);
      if (found === null || !existsSync(at(found.path))) return link;
      const page = pageOf(found.path);
      open.push(page);
      const there = page === path && found.anchor !== '' ? '' : relative(address, siteAddress(page));
      return found.anchor === '' ? there : `${there}#${found.anchor}`;
    };
    pages.set(path, { ...readPage(sourceOf(path), { linkTo }), address });
  }
  return pages;
}

/** The markdown of a page; of a folder, a list of what is in it; of a source, the source. */
function sourceOf(path) {
  if (statSync(at(path)).isDirectory()) return listing(path);
  const text = readFileSync(at(path), 'utf8');
  if (path.endsWith('.md')) return text;
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `# ${posix.basename(path)}\n\n\`${path}\`\n\n${fence}${extname(path).slice(1)}\n${text.trimEnd()}\n${fence}\n`;
}

function listing(path) {
  const entries = readdirSync(at(path), { withFileTypes: true })
    .filter(
      (entry) => entry.name.endsWith('.md') || (entry.isDirectory() && existsSync(at(path, entry.name, 'README.md'))),
    )
    .map((entry) => (entry.isDirectory() ? `${entry.name}/README.md` : entry.name))
    .sort();
  const title = (name) => /^# (.+)$/m.exec(readFileSync(at(path, name), 'utf8'))?.[1] ?? name;
  const name = posix.basename(path);
  const lines = entries.map((entry) => `- [${title(entry)}](${entry})`);
  return `# ${name[0].toUpperCase()}${name.slice(1)}\n\n${lines.join('\n')}\n`;
}

/** `[address, title of the page, heading, text]` for each section. */
function searchIndex(pages) {
  return pages
    .filter(({ address }) => !NOT_SEARCHED.test(address))
    .flatMap(({ address, title, sections }) =>
      sections.map(({ slug, heading, text }) => [slug === '' ? address : `${address}#${slug}`, title, heading, text]),
    );
}

function assets() {
  const demo = (name) => readFileSync(at('www', 'src', 'style', `${name}.css`), 'utf8');
  const theme = (name) => readFileSync(at('tools', 'docs', 'theme', name), 'utf8');
  return [
    ['docs.css', [demo('colours'), demo('base'), theme('docs.css'), demo('bar'), theme('bar.css')].join('\n')],
    ['docs.js', theme('docs.js')],
    ['search.js', theme('search.js')],
    // The demo's own: it remembers one choice of colours for both.
    ['theme.js', readFileSync(at('www', 'public', 'theme.js'), 'utf8')],
  ];
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
