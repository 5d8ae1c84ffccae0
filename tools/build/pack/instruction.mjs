// An instruction of the finished module, as the streams take it.

const BLOCKS = [0x02, 0x04];
const CALL = 0x10;
const CALL_INDIRECT = 0x11;
const BRANCHES = [0x0c, 0x0d];
const BRANCH_TABLE = 0x0e;
const LOCAL_GET = 0x20;
const LOCAL_SETS = [0x21, 0x22];
const GLOBALS = [0x23, 0x24];
const LOADS = [0x28, 0x35];
const STORES = [0x36, 0x3e];
const MEMORY = [0x3f, 0x40];
const I32_CONST = 0x41;
const I64_CONST = 0x42;
const F32_CONST = 0x43;
const F64_CONST = 0x44;
const COMPARISONS = [0x46, 0x4f];
const ADD = 0x6a;

/** What an operand is; `src/js/unpack.ts` has the same numbers. */
export const NOTHING = 0;
const UNSIGNED = 1;
const SIGNED = 2;
const ADDRESS = 3;
const LOWEST = 4;
export const BYTES = 5;

/** Where the linker lets data begin, and how much of what follows is taken for an address. */
const DATA = 1 << 20;
const REACH = 1 << 16;
/** Where the compiler puts values that no length can have, upwards. */
const LOWEST_NUMBER = -(2 ** 31);

const among = (code, [first, last]) => code >= first && code <= last;

/** Instructions of one sort say much of the constant or local before them. */
export const SORTS = 6;
export function sort(code) {
  if (code === undefined) return 0;
  const tests = [
    () => among(code, LOADS),
    () => code === CALL,
    () => among(code, STORES),
    () => code === ADD,
    () => among(code, COMPARISONS),
  ];
  return tests.findIndex((test) => test()) + 1;
}

/** Streams of operands; the last two are one for each sort. */
export const streams = { set: 0, load: 1, store: 2, call: 3, branch: 4, address: 5, global: 6, lowest: 7, get: 8 };
export const CONSTANTS = streams.get + SORTS;

/**
 * Reads one: `{ code, follows, kind, stream, sorted, value }`. `follows`: a byte that belongs to the code (a block's type, an
 * alignment), `sorted`: whether the next instruction's sort is added to `stream`.
 */
export function instruction(reader) {
  const code = reader.byte();
  const plain = { code, follows: undefined, kind: NOTHING, stream: 0, sorted: false, value: undefined };
  const unsigned = (stream, more) => ({ ...plain, kind: UNSIGNED, stream, ...more, value: reader.unsigned() });
  if (among(code, BLOCKS) || among(code, MEMORY)) return { ...plain, follows: reader.byte() };
  if (among(code, BRANCHES)) return unsigned(streams.branch);
  if (code === CALL) return unsigned(streams.call);
  if (code === LOCAL_GET) return unsigned(streams.get, { sorted: true });
  if (among(code, LOCAL_SETS)) return unsigned(streams.set);
  if (among(code, GLOBALS)) return unsigned(streams.global);
  if (among(code, LOADS)) return unsigned(streams.load, { follows: reader.byte() });
  if (among(code, STORES)) return unsigned(streams.store, { follows: reader.byte() });
  if (code === I32_CONST) return { ...plain, ...constant(reader.signed()) };
  const passed = rare(code, reader);
  return passed === undefined ? plain : { ...plain, kind: BYTES, value: passed };
}

function constant(value) {
  if (value >= DATA && value < DATA + REACH) return { kind: ADDRESS, stream: streams.address, value: value - DATA };
  if (value < LOWEST_NUMBER + REACH) return { kind: LOWEST, stream: streams.lowest, value: value - LOWEST_NUMBER };
  // 0, -1, 1, -2, …
  return { kind: SIGNED, stream: CONSTANTS, sorted: true, value: value < 0 ? -2 * value - 1 : 2 * value };
}

// What is written as it is, since there is little of it.
function rare(code, reader) {
  const start = reader.at;
  if (code === BRANCH_TABLE) {
    reader.list(() => reader.pass());
    reader.pass();
  } else if (code === CALL_INDIRECT) {
    reader.pass();
    reader.pass();
  } else if (code === I64_CONST) reader.pass();
  else if (code === F32_CONST) reader.at += 4;
  else if (code === F64_CONST) reader.at += 8;
  else return undefined;
  return [...reader.bytes.subarray(start, reader.at)];
}
