// What the linker tells under `--emit-relocs`: the symbols, and for each address in the code and in
// the data the symbol that it means. The format is the WebAssembly tool conventions' (Linking.md).

import { Reader } from './reader.mjs';

const SYMBOL_TABLE = 8;
const DATA = 1;
const SECTION = 3;
const UNDEFINED = 0x10;
const EXPLICIT_NAME = 0x40;

/** The kinds of relocations, by what they refer to. */
export const kinds = {
  function: new Set([0, 26]),
  table: new Set([1, 2]),
  memory: new Set([3, 4, 5]),
  neither: new Set([6, 7, 20]), // types, globals, tables
};
const withAddend = new Set([...kinds.memory, 8, 9]);

/** The symbols: `{ data: { segment, offset, size } }` or `{ index }` of a function and so on. */
export function symbols(bytes, section) {
  const reader = new Reader(bytes, section.body);
  const version = reader.unsigned();
  if (version !== 2) throw new Error(`an unknown version of the linking section: ${version}`);
  while (reader.at < section.end) {
    const kind = reader.byte();
    const end = reader.unsigned() + reader.at;
    if (kind === SYMBOL_TABLE) return reader.list(() => symbol(reader));
    reader.at = end;
  }
  throw new Error('the wasm has no table of symbols');
}

function symbol(reader) {
  const kind = reader.byte();
  const flags = reader.unsigned();
  const defined = (flags & UNDEFINED) === 0;
  if (kind === DATA) {
    reader.name();
    if (!defined) return {};
    return { data: { segment: reader.unsigned(), offset: reader.unsigned(), size: reader.unsigned() } };
  }
  const index = reader.unsigned();
  if (kind !== SECTION && (defined || flags & EXPLICIT_NAME)) reader.name();
  return { index };
}

/** The relocations of one section: `{ type, at, symbol, addend }`, `at` within the file, in order. */
export function relocations(bytes, sections, section) {
  if (section === undefined) return [];
  const reader = new Reader(bytes, section.body);
  const base = sections[reader.unsigned()].start;
  return reader
    .list(() => {
      const type = reader.byte();
      const at = base + reader.unsigned();
      const symbol = reader.unsigned();
      return { type, at, symbol, addend: withAddend.has(type) ? reader.signed() : 0 };
    })
    .sort((one, other) => one.at - other.at);
}

/** Those of `sorted` that stand from `start` to before `end`. */
export function within(sorted, start, end) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle].at < start) low = middle + 1;
    else high = middle;
  }
  let stop = low;
  while (stop < sorted.length && sorted[stop].at < end) stop += 1;
  return sorted.slice(low, stop);
}
