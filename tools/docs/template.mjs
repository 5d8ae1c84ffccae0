// The HTML around a page: bar, navigation, table of contents, the way on.

import { relative } from './addresses.mjs';
import { escaped } from './highlight.mjs';

const MARK =
  '<svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path d="M8 27V13a8 8 0 0 1 16 0v14" /><path d="M4 27h24" /><circle cx="16" cy="17" r="2" /><path d="M16 19v4" /></svg>';

/** `page`: `{ address, title, html, headings }`. `groups`: the navigation, with addresses and titles. */
export function wholePage(page, groups) {
  const to = (address) => escaped(relative(page.address, address));
  const heading = page.address === 'index.html' ? 'docgate: sign-in for single-page apps' : `${page.title} · docgate`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escaped(heading)}</title>
    <link rel="icon" href="${to('icon.svg')}" type="image/svg+xml" />
    <link rel="stylesheet" href="${to('docs.css')}" />
    <script src="${to('theme.js')}"></script>
    <script type="module" src="${to('docs.js')}"></script>
  </head>
  <body data-root="${to('index.html').replace(/index\.html$/, '')}">
    <a class="skip" href="#main">Skip to the page</a>
    <header class="bar">
      <div class="bar-inner">
        <button type="button" class="menu" id="menu" aria-expanded="false" aria-controls="pages">Pages</button>
        <a class="brand" href="${to('index.html')}">${MARK} docgate</a>
        <a class="to-demo" href="${to('index.html').replace(/index\.html$/, '')}../">Demo</a>
        <form class="search" id="search" role="search" hidden>
          <label class="unseen" for="search-text">Search the documentation</label>
          <input id="search-text" type="search" placeholder="Search ( / )" autocomplete="off" autocapitalize="none" spellcheck="false" />
          <p class="unseen" id="search-count" role="status"></p>
          <div class="found" id="search-found" hidden></div>
        </form>
        <fieldset class="theme" id="theme" hidden>
          <legend class="unseen">Colours</legend>
          <label><input type="radio" name="theme" value="system" checked /><span>Auto</span></label>
          <label><input type="radio" name="theme" value="light" /><span>Light</span></label>
          <label><input type="radio" name="theme" value="dark" /><span>Dark</span></label>
        </fieldset>
      </div>
    </header>
    <div class="sheet">
      <nav class="pages" id="pages" aria-label="Pages">
${groups.map((group) => navigationGroup(group, page, to)).join('\n')}
      </nav>
      <main id="main" tabindex="-1">
${contents(page)}
        <article>
${page.html}
        </article>
${wayOn(page, groups, to)}
      </main>
    </div>
  </body>
</html>
`;
}

function navigationGroup({ title, pages }, page, to) {
  const links = pages.map(
    (each) =>
      `<li><a href="${to(each.address)}"${each.address === page.address ? ' aria-current="page"' : ''}>${escaped(each.title)}</a></li>`,
  );
  return `<h2>${escaped(title)}</h2>\n<ul>${links.join('')}</ul>`;
}

/** Where a page has so many sections that one wants to see them. */
function contents({ headings }) {
  const sections = headings.filter(({ depth }) => depth === 2 || depth === 3);
  if (sections.filter(({ depth }) => depth === 2).length < 2) return '';
  const links = sections.map(
    ({ depth, text, slug }) => `<li class="depth-${depth}"><a href="#${escaped(slug)}">${escaped(text)}</a></li>`,
  );
  return `<nav class="contents" aria-label="On this page"><details><summary>On this page</summary><ul>${links.join('')}</ul></details></nav>`;
}

function wayOn(page, groups, to) {
  const pages = groups.flatMap((group) => group.pages);
  const place = pages.findIndex(({ address }) => address === page.address);
  if (place === -1) return '';
  const link = (each, rel, word) =>
    each === undefined
      ? ''
      : `<a rel="${rel}" href="${to(each.address)}"><span>${word}</span> ${escaped(each.title)}</a>`;
  return `<nav class="way-on" aria-label="Neighbours">${link(pages[place - 1], 'prev', 'Before:')}${link(pages[place + 1], 'next', 'Next:')}</nav>`;
}
