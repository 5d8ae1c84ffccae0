// A markdown file as a page: its HTML with links as they read on the site, its headings, its sections for the search.

import { Marked } from 'marked';
import { slugs } from './addresses.mjs';
import { escaped, highlight } from './highlight.mjs';

/** GitHub's markdown, but for addresses that stand in the text: they are examples, and no links. */
const reader = () => new Marked({ gfm: true, tokenizer: { url: () => undefined } });

/**
 * `linkTo(link)` gives what a link of the file reads on the page. Gives `{ title, html, headings: [{ depth, text, slug }],
 * sections: [{ slug, heading, text }] }`.
 */
export function readPage(markdown, { linkTo }) {
  const marked = reader();
  const tokens = marked.lexer(markdown);
  const headings = [];
  const sections = [{ slug: '', heading: '', text: '' }];
  const slug = slugs();
  for (const token of tokens) {
    if (token.type === 'heading') {
      const text = plain(token.tokens);
      token.slug = slug(text);
      headings.push({ depth: token.depth, text, slug: token.slug });
      sections.push({ slug: token.slug, heading: text, text: '' });
    } else sections[sections.length - 1].text += `${plain([token])} `;
  }
  marked.use({ renderer: renderer(linkTo) });
  const title = headings.find(({ depth }) => depth === 1)?.text ?? '';
  for (const section of sections) section.text = section.text.replaceAll(/\s+/g, ' ').trim();
  return { title, html: marked.parser(tokens), headings, sections: sections.filter(({ text }) => text !== '') };
}

/** All headings of a file, with their anchors. */
export function anchorsOf(markdown) {
  const slug = slugs();
  return new Set(
    reader()
      .lexer(markdown)
      .filter(({ type }) => type === 'heading')
      .map(({ tokens }) => slug(plain(tokens))),
  );
}

/** All links of a file, images included. */
export function linksOf(markdown) {
  const marked = reader();
  const links = [];
  marked.walkTokens(marked.lexer(markdown), (token) => {
    if (token.type === 'link' || token.type === 'image') links.push(token.href);
  });
  return links;
}

/** All fenced blocks of a file: `{ language, words, code }`, in order, those in lists included. */
export function fencesOf(markdown) {
  const marked = reader();
  const fences = [];
  marked.walkTokens(marked.lexer(markdown), (token) => {
    if (token.type !== 'code' || token.codeBlockStyle === 'indented') return;
    const [language = '', ...words] = (token.lang ?? '').split(/[\s,]+/);
    fences.push({ language, words, code: token.text });
  });
  return fences;
}

/** The text of tokens, without marks. */
function plain(tokens) {
  return tokens
    .map((token) => {
      if (token.type === 'table') {
        return [token.header, ...token.rows]
          .flat()
          .map((cell) => plain(cell.tokens))
          .join(' ');
      }
      if (token.type === 'list') return token.items.map((item) => plain(item.tokens)).join(' ');
      if (token.type === 'br' || token.type === 'space') return ' ';
      if (token.tokens !== undefined) return plain(token.tokens);
      return token.type === 'html' ? '' : (token.text ?? '');
    })
    .join('');
}

const renderer = (linkTo) => ({
  heading({ tokens, depth, slug }) {
    const id = slug === undefined ? '' : ` id="${escaped(slug)}"`;
    return `<h${depth}${id}>${this.parser.parseInline(tokens)}</h${depth}>\n`;
  },
  link({ href, tokens }) {
    return `<a href="${escaped(linkTo(href))}">${this.parser.parseInline(tokens)}</a>`;
  },
  code({ text, lang }) {
    const [language] = (lang ?? '').split(/[\s,]+/);
    const label = language === '' || language === 'text' ? '' : ` data-language="${escaped(language)}"`;
    return `<pre${label}><code>${highlight(text, language)}</code></pre>\n`;
  },
  table(token) {
    const row = (cells, tag) =>
      `<tr>${cells.map((cell) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('')}</tr>`;
    const named = token.header.some((cell) => cell.text !== '');
    const head = named
      ? `<thead>${row(token.header, 'th').replaceAll('<th scope="col"></th>', '<td></td>')}</thead>`
      : '';
    const body = token.rows.map((cells) => row(cells, 'td')).join('\n');
    return `<div class="table"><table>${head}<tbody>\n${body}\n</tbody></table></div>\n`;
  },
});
