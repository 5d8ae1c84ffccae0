// The module as a text that brotli and gzip pack well, for the file of an entry (docs/decisions/0013).
//
// Hexadecimal digits cost a tenth over the bytes, and the bytes cost a tenth over what can be had: a compressor looks for what
// it has seen, and in a module an instruction, the number of a local and an offset stand beside each other and have nothing in
// common. So each kind of number has a stream of its own. What follows a constant or a local says most of it, so those are
// sorted by that.
//
// All is printable ASCII without quotes, `\` and `<`, so it survives every charset, minifier and inline script.
// `src/js/unpack.ts` reads it back; the build compares (packed.mjs).

import { Reader } from './linked/reader.mjs';
import { BYTES, CONSTANTS, instruction, NOTHING, SORTS, sort } from './pack/instruction.mjs';

/** Those up to `|` end a number, with its last 6 bits; the others come before and count on. `~` stands between streams. */
const DIGITS = '=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[!]^_#abcdefghijklmnopqrstuvwxyz{|} $%&()*+,-./0123456789:;';
const BETWEEN = '~';
const LAST = 64;
const FURTHER = DIGITS.length - LAST;

/** A byte of a text is a number so much less: most letters are then themselves. */
const SHIFT = 61;
const CODE = 10;
/** Streams that are not operands. */
const OWN = 6;

/** The text of `module`, a finished one for the MVP. */
export function pack(module) {
  const { start, end } = code(module);
  const reader = new Reader(module, start);
  const locals = [];
  const instructions = [];
  const functions = reader.unsigned();
  const before = reader.at;
  for (let left = functions; left > 0; left -= 1) {
    const size = reader.unsigned();
    const stop = reader.at + size;
    const groups = reader.list(() => [reader.unsigned(), 127 - reader.byte()]);
    locals.push(groups.length, ...groups.flat());
    while (reader.at < stop) instructions.push(instruction(reader));
  }
  const { symbols, table } = named(instructions);
  const { rare, operands } = sorted(instructions);
  const letters = [...module.subarray(0, before), ...module.subarray(end)].map((byte) => (byte - SHIFT) & 255);
  // Whoever reads looks one instruction ahead, so there is one more.
  return [[module.length, before, functions], table, [...symbols, 0], letters, locals, rare, ...operands]
    .map((numbers) => numbers.map(digits).join(''))
    .join(BETWEEN);
}

/** Where the code section's contents are. */
function code(module) {
  const reader = new Reader(module, 8);
  while (reader.at < module.length) {
    const id = reader.byte();
    const size = reader.unsigned();
    if (id === CODE) return { start: reader.at, end: reader.at + size };
    reader.at += size;
  }
  throw new Error('the module has no code');
}

// Instructions that differ in their operand alone are one symbol; the most frequent ones are the smallest.
function named(instructions) {
  const row = ({ code, follows = -1, kind, stream, sorted }) =>
    [
      code,
      follows + 1,
      kind,
      kind === NOTHING || kind === BYTES ? OWN - 1 : OWN + stream,
      Number(sorted),
      sort(code),
    ].join();
  const rows = instructions.map(row);
  const counts = new Map();
  for (const it of rows) counts.set(it, (counts.get(it) ?? 0) + 1);
  const order = [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1)).map(([it]) => it);
  const places = new Map(order.map((it, place) => [it, place]));
  return { symbols: rows.map((it) => places.get(it)), table: order.flatMap((it) => it.split(',').map(Number)) };
}

function sorted(instructions) {
  const rare = [];
  const operands = Array.from({ length: CONSTANTS + SORTS }, () => []);
  instructions.forEach(({ kind, stream, sorted, value }, at) => {
    if (kind === BYTES) rare.push(value.length, ...value);
    else if (kind !== NOTHING) operands[stream + (sorted ? sort(instructions[at + 1]?.code) : 0)].push(value);
  });
  return { rare, operands };
}

function digits(number) {
  let text = DIGITS[number % LAST];
  for (let rest = Math.floor(number / LAST); rest > 0; ) {
    const place = (rest - 1) % FURTHER;
    text = DIGITS[LAST + place] + text;
    rest = (rest - 1 - place) / FURTHER;
  }
  return text;
}
