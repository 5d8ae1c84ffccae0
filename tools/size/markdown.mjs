// docs/size.md: the sizes as a page.

import { writeFileSync } from 'node:fs';
import { at } from '../paths.mjs';
import { gates } from './index.mjs';
import { rows } from './table.mjs';

const kilo = (bytes) => (bytes / 1000).toFixed(1);
const line = (cells) => `| ${cells.join(' | ')} |`;

/** Parts below this many bytes share a row. */
const SMALL = 150;

/** Writes the page. `sizes` is what `measure` gave. */
export async function writeSizes(sizes) {
  const parts = await rows();
  const text = [
    '# Size',
    '',
    'Written by `npm run size -- --table`; kB are 1000 bytes. Brotli is level 11, gzip level 9, of one file. What was tried, and why',
    'the numbers are not smaller, is in [0013](decisions/0013-streams-of-numbers.md).',
    '',
    '## Each entry',
    '',
    line(['entry', 'raw kB', 'gzip kB', 'brotli kB', 'gate']),
    line(['---', '---:', '---:', '---:', '---:']),
    ...Object.entries(sizes).map(([name, { module, file }]) => entry(name, module ?? file)),
    '',
    '## Where the bytes of `docgate` are',
    '',
    'A compressor has no bill. What a stream of the packed module weighs is shared among its numbers, and a function pays for those that',
    'its instructions have in it; texts and scripts are weighed by themselves; all is scaled so that the rows are the whole. A function',
    'that was inlined is counted where it went: `browser::driver` and `api` have much of `core` in them. `raw` is of the wasm, and of',
    'the minified script.',
    '',
    ...areas(parts),
  ];
  writeFileSync(at('docs', 'size.md'), `${text.join('\n')}\n`);
}

const entry = (name, { raw, gzip, brotli }) =>
  line([`\`${name}\``, kilo(raw), kilo(gzip), kilo(brotli), name in gates ? kilo(gates[name]) : '']);

function areas(parts) {
  const sums = new Map();
  for (const { area, raw, brotli } of parts) {
    const sum = sums.get(area) ?? { raw: 0, brotli: 0 };
    sums.set(area, { raw: sum.raw + raw, brotli: sum.brotli + brotli });
  }
  const order = [...sums].sort(([, one], [, two]) => two.brotli - one.brotli);
  const whole = order.reduce((sum, [, { raw, brotli }]) => ({ raw: sum.raw + raw, brotli: sum.brotli + brotli }), {
    raw: 0,
    brotli: 0,
  });
  const lines = [line(['area', 'part', 'raw kB', 'brotli kB']), line(['---', '---', '---:', '---:'])];
  for (const [name, sum] of order) {
    lines.push(line([`**${name}**`, '', `**${kilo(sum.raw)}**`, `**${kilo(sum.brotli)}**`]));
    const own = parts.filter(({ area }) => area === name);
    const big = own.filter(({ brotli }) => brotli >= SMALL);
    for (const { part, raw, brotli } of big) lines.push(line(['', part, kilo(raw), kilo(brotli)]));
    const small = own.filter(({ brotli }) => brotli < SMALL);
    if (small.length > 0) {
      const total = (kind) => small.reduce((sum, it) => sum + it[kind], 0);
      lines.push(line(['', `${small.length} smaller`, kilo(total('raw')), kilo(total('brotli'))]));
    }
  }
  return [...lines, line(['**all**', '', `**${kilo(whole.raw)}**`, `**${kilo(whole.brotli)}**`])];
}
