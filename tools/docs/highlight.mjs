// Colours for code, at build time: comments, strings, keywords, numbers. A reader that knows no grammar and misses some.

const SCRIPT =
  'abstract as async await break case catch class const continue declare default delete do else enum export extends false finally for from function if implements import in infer instanceof interface keyof let new null of private protected public readonly return satisfies static switch this throw true try type typeof undefined unknown void while yield';
const RUST =
  'as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self Self static struct super trait true type unsafe use where while';
const words = (text) => new Set(text.split(' '));

const SLASHES = String.raw`\/\/[^\n]*|\/\*[\s\S]*?\*\/`;
const QUOTED = String.raw`"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'`;
const script = { comment: SLASHES, string: `${QUOTED}|\`(?:\\\\.|[^\`\\\\])*\``, keywords: words(SCRIPT) };
const hashes = { comment: '(?<![^\\s])#[^\\n]*', string: QUOTED, keywords: words('true false') };
const markup = { ...script, comment: `<!--[\\s\\S]*?-->|(?<!:)${SLASHES}` };

const LANGUAGES = new Map([
  ...['ts', 'tsx', 'js', 'jsx', 'mjs', 'json'].map((name) => [name, script]),
  ...['html', 'vue', 'svelte'].map((name) => [name, markup]),
  ...['sh', 'toml', 'yaml'].map((name) => [name, hashes]),
  ['rs', { comment: SLASHES, string: '"(?:\\\\.|[^"\\\\])*"', keywords: words(RUST) }],
  ['rust', { comment: SLASHES, string: '"(?:\\\\.|[^"\\\\])*"', keywords: words(RUST) }],
  ['css', { comment: SLASHES, string: QUOTED, keywords: new Set() }],
]);

export const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The HTML of `code`; of a language that is not known, as it stands. */
export function highlight(code, language) {
  const known = LANGUAGES.get(language);
  if (known === undefined) return escaped(code);
  const parts = new RegExp(
    `(?<comment>${known.comment})|(?<string>${known.string})|(?<word>[A-Za-z_$][\\w$]*)|(?<number>\\b\\d[\\d_.]*\\b)`,
    'g',
  );
  let html = '';
  let end = 0;
  for (const match of code.matchAll(parts)) {
    html += escaped(code.slice(end, match.index));
    end = match.index + match[0].length;
    const kind = kindOf(match.groups, known.keywords);
    html += kind === null ? escaped(match[0]) : `<span class="c-${kind}">${escaped(match[0])}</span>`;
  }
  return html + escaped(code.slice(end));
}

function kindOf({ comment, string, word, number }, keywords) {
  if (comment !== undefined) return 'comment';
  if (string !== undefined) return 'string';
  if (number !== undefined) return 'number';
  return keywords.has(word) ? 'keyword' : null;
}
