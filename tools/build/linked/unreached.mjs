// What nothing reaches any more, taken out: functions, entries of the table, data.
//
// It goes from the exports along the relocations, as the linker's own garbage collection does, so
// no address is guessed: what stays is every symbol that some instruction or datum that stays
// refers to. A function that stays only because the table lists it goes, and so does the text that
// only a message would have shown.

import { END, UNREACHABLE } from './instructions.mjs';
import { kinds, within } from './relocations.mjs';

/**
 * Empties functions, points dead entries of the table to `trap` and gives the bytes with dead data
 * zeroed: `{ data, zeroed }`.
 */
export function sweep(module, trap) {
  const { functions, tabled, data: live } = reached(module);
  for (const it of module.functions) {
    if (!functions.has(it.index)) empty(it);
  }
  for (const it of module.elements) {
    it.functions = it.functions.map((index) => (tabled.has(index) ? index : trap));
  }
  return zero(module, live);
}

/** Makes a function that traps out of `it`. */
export function empty(it) {
  it.locals = Uint8Array.of(0);
  it.instructions = [
    { op: UNREACHABLE },
    { op: END, start: it.instructions.at(-1).start, end: it.instructions.at(-1).end },
  ];
}

function reached(module) {
  const live = { functions: new Set(), tabled: new Set(), data: new Set() };
  const work = [...module.roots];
  const follow = (relocation) => {
    const { type, symbol } = relocation;
    const { index, data } = module.symbols[symbol];
    if (kinds.function.has(type)) work.push(index);
    else if (kinds.table.has(type)) {
      live.tabled.add(index);
      work.push(index);
    } else if (kinds.memory.has(type)) {
      if (live.data.has(symbol) || data === undefined || isLocation(module, data)) return;
      live.data.add(symbol);
      dataRelocations(module, data).forEach(follow);
    } else if (!kinds.neither.has(type)) throw new Error(`an unknown kind of relocation: ${type}`);
  };
  while (work.length > 0) {
    const index = work.pop();
    if (index < module.imported || live.functions.has(index)) continue;
    live.functions.add(index);
    for (const { op, start, end } of module.functions[index - module.imported].instructions) {
      if (op !== UNREACHABLE) within(module.codeRelocations, start, end).forEach(follow);
    }
  }
  return live;
}

const bytesOf = (module, { segment, offset, size }, from = 0, length = size) => {
  const start = module.segments[segment].start + offset + from;
  return module.bytes.subarray(start, start + length);
};

function dataRelocations(module, { segment, offset, size }) {
  const start = module.segments[segment].start + offset;
  return within(module.dataRelocations, start, start + size);
}

// `core::panic::Location`: the address and the length of a source path, the line and the column.
// Only a panic's message reads it, but functions that may panic on behalf of their caller take
// it as an argument.
function isLocation(module, data) {
  if (data.size !== 16) return false;
  const [path, ...more] = dataRelocations(module, data);
  if (path === undefined || more.length > 0 || path.at !== module.segments[data.segment].start + data.offset) {
    return false;
  }
  const text = module.symbols[path.symbol].data;
  if (text === undefined || path.addend !== 0) return false;
  const length = Buffer.from(bytesOf(module, data)).readUInt32LE(4);
  return (
    length <= text.size && /^[\w./+-]+\.rs$/.test(Buffer.from(bytesOf(module, text, 0, length)).toString('latin1'))
  );
}

// Symbols may overlap (merged texts): a byte goes when a symbol has it, and no live one.
function zero(module, live) {
  const DEAD = 1;
  const LIVE = 2;
  const state = new Uint8Array(module.bytes.length);
  for (const [symbol, { data }] of module.symbols.entries()) {
    if (data === undefined) continue;
    const start = module.segments[data.segment].start + data.offset;
    const mark = live.has(symbol) ? LIVE : DEAD;
    for (let at = start; at < start + data.size; at += 1) state[at] = Math.max(state[at], mark);
  }
  const data = Uint8Array.from(module.bytes);
  let zeroed = 0;
  for (const { start, length } of module.segments) {
    for (let at = start; at < start + length; at += 1) {
      if (state[at] !== DEAD) continue;
      data[at] = 0;
      zeroed += 1;
    }
  }
  return { data, zeroed };
}
