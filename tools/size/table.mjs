// Where every kilobyte of the default entry is, as served: docs/size.md.
//
// A compressor has no bill, so this is how one is made: what a stream of the packed module (tools/build/pack.mjs) weighs under
// brotli is shared among its numbers, and each function pays for the numbers that its instructions have in each stream. What is
// not code, and the JavaScript, is weighed apart. All is then scaled by one factor, so that the rows are the whole.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { cores, entries } from '../build/entries.mjs';
import { Reader } from '../build/linked/reader.mjs';
import { withNames } from '../build/lower.mjs';
import { BYTES, instruction, NOTHING, sort } from '../build/pack/instruction.mjs';
import { pack } from '../build/pack.mjs';
import { target } from '../paths.mjs';
import { area } from './areas.mjs';
import { dataByOrigin } from './data.mjs';
import { faceFiles } from './face.mjs';
import { functionSizes, sectionsOf } from './functions.mjs';

const OWN_STREAMS = 6;

/** `[{ area, part, raw, brotli }]`, biggest areas first; `brotli` sums up to the file's weight. */
export async function rows() {
  const [entry] = entries;
  const folder = join(target, 'mvp', 'entries', cores.index.name);
  const named = join(folder, 'named.wasm');
  await withNames(join(folder, 'docgate.wasm'), named);
  const module = readFileSync(join(folder, 'docgate.wasm'));
  const file = readFileSync(entry.output);
  const streams = pack(module).split('~');
  const found = [
    ...code(readFileSync(named), named, streams),
    ...besidesCode(module),
    ...(await script(entry, folder)),
  ];
  const factor = weight(file) / found.reduce((sum, { brotli }) => sum + brotli, 0);
  return summed(found.map((row) => ({ ...row, brotli: row.brotli * factor })));
}

function code(bytes, path, streams) {
  const { code: names } = functionSizes(path);
  const section = [...sectionsOf(bytes)].find(({ id }) => id === 10);
  const reader = new Reader(bytes, section.start);
  const functions = reader.list(() => {
    const stop = reader.unsigned() + reader.at;
    const start = reader.at;
    const locals = reader.list(() => [reader.unsigned(), reader.byte()]).length * 2 + 1;
    const instructions = [];
    while (reader.at < stop) instructions.push(instruction(reader));
    return { size: stop - start, locals, instructions };
  });
  const bills = functions.map(({ locals, instructions }) => bill(locals, instructions));
  const price = streams.map((text, stream) => {
    const numbers = bills.reduce((sum, it) => sum + (it.get(stream) ?? 0), 0);
    return numbers === 0 ? 0 : weight(text) / numbers;
  });
  return bills.map((numbers, at) => ({
    ...area(names[at].name),
    raw: functions[at].size,
    brotli: [...numbers].reduce((sum, [stream, count]) => sum + count * price[stream], 0),
  }));
}

// How many numbers a function has in each stream.
function bill(locals, instructions) {
  const numbers = new Map([
    [2, instructions.length],
    [4, locals],
  ]);
  instructions.forEach(({ kind, stream, sorted, value }, at) => {
    if (kind === NOTHING) return;
    const where = kind === BYTES ? 5 : OWN_STREAMS + stream + (sorted ? sort(instructions[at + 1]?.code) : 0);
    numbers.set(where, (numbers.get(where) ?? 0) + (kind === BYTES ? value.length + 1 : 1));
  });
  return numbers;
}

// The data, by where its texts come from, and the other sections.
function besidesCode(module) {
  const sections = [...sectionsOf(module)].filter(({ id }) => id !== 10);
  const others = sections.filter(({ id }) => id !== 11).map(({ start, end }) => module.subarray(start, end));
  const [data] = sections.filter(({ id }) => id === 11).map(({ start, end }) => module.subarray(start, end));
  const shims = { area: 'wasm-bindgen', part: 'types, imports, exports, tables' };
  return [...dataByOrigin(data), { ...shims, bytes: Buffer.concat(others) }].map(({ bytes, ...row }) => ({
    ...row,
    raw: bytes.length,
    brotli: weight(bytes),
  }));
}

async function script(entry, folder) {
  const { transform } = await import('esbuild');
  const { code } = await transform(readFileSync(join(folder, 'glue.js'), 'utf8'), { minify: true, format: 'esm' });
  const glue = { area: 'JavaScript', part: 'glue of wasm-bindgen', raw: code.length, brotli: weight(code) };
  const files = await faceFiles(entry);
  return [
    glue,
    ...files.map(({ name, text }) => ({ area: 'JavaScript', part: name, raw: text.length, brotli: weight(text) })),
  ];
}

function summed(found) {
  const sums = new Map();
  for (const { area, part, raw, brotli } of found) {
    const key = `${area}\n${part}`;
    const sum = sums.get(key) ?? { area, part, raw: 0, brotli: 0 };
    sums.set(key, { area, part, raw: sum.raw + raw, brotli: sum.brotli + brotli });
  }
  return [...sums.values()].sort((one, two) => two.brotli - one.brotli);
}

const weight = (bytes) => brotliCompressSync(bytes).length;
