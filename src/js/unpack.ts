/**
 * The embedded wasm, back from the text that the build made of it. `tools/build/pack.mjs` writes it, and says why it has this
 * form: one stream of numbers says which instructions follow each other, the others what they work on.
 *
 * It runs once in every page, before anything else can. So it is plain loops over plain numbers, which an engine compiles
 * while they run, and not what one would write elsewhere.
 */

/** Those up to `|` end a number, with its last 6 bits; the others come before and count on. The last stands between streams. */
const DIGITS = '=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[!]^_#abcdefghijklmnopqrstuvwxyz{|} $%&()*+,-./0123456789:;~';
const LAST = 64;
const BETWEEN = DIGITS.length - 1;
/** A byte of a text is a number so much less: most letters are then themselves. */
const SHIFT = 61;

/** The bytes of the module that became `text`. */
export function unpack(text: string): Uint8Array<ArrayBuffer> {
  // The streams: sizes, symbols, their order, what is no code, locals, and operands.
  const numbers = new Uint32Array(text.length);
  const heads = read(text, numbers);
  const length = numbers[0] as number;
  // A function is written with room for its size before it, and moved back.
  const bytes = new Uint8Array(length + 5);
  const symbols = heads[1] as number;
  let order = heads[2] as number;
  let letter = heads[3] as number;
  let local = heads[4] as number;
  let at = 0;
  let rest = 0;
  for (const end = numbers[1] as number; at < end; ) bytes[at++] = (numbers[letter++] as number) + SHIFT;

  let symbol = symbols + 6 * (numbers[order++] as number);
  for (let left = numbers[2] as number; left > 0; left -= 1) {
    const start = at;
    at += 5;
    let groups = numbers[local++] as number;
    bytes[at++] = groups;
    for (; groups > 0; groups -= 1) {
      for (rest = numbers[local++] as number; rest > 127; rest >>>= 7) bytes[at++] = rest | 128;
      bytes[at++] = rest;
      bytes[at++] = 127 - (numbers[local++] as number);
    }
    // A damaged text comes to an end too, and the engine refuses what it gave.
    for (let depth = 1; depth > 0 && at < bytes.length; ) {
      // A symbol: an instruction, what belongs to it, the kind of its operand and its stream, whether the next instruction
      // tells which of several, and which it tells.
      const it = symbol;
      symbol = symbols + 6 * (numbers[order++] as number);
      const code = numbers[it] as number;
      bytes[at++] = code;
      if (code > 1 && code < 5) depth += 1;
      else if (code === 11) depth -= 1;
      const follows = numbers[it + 1] as number;
      if (follows > 0) bytes[at++] = follows - 1;
      const kind = numbers[it + 2] as number;
      if (kind === 0) continue;
      const stream = (numbers[it + 3] as number) + (numbers[it + 4] as number) * (numbers[symbol + 5] as number);
      let head = heads[stream] as number;
      rest = numbers[head++] as number;
      if (kind === 1) {
        for (; rest > 127; rest >>>= 7) bytes[at++] = rest | 128;
        bytes[at++] = rest;
      } else if (kind === 5) {
        for (; rest > 0; rest -= 1) bytes[at++] = numbers[head++] as number;
      } else {
        // By kind: 0, -1, 1, -2, …; from where data begins; from the lowest number of all.
        rest = kind === 2 ? (rest >>> 1) ^ -(rest & 1) : (rest + (kind === 3 ? 1 << 20 : 1 << 31)) | 0;
        for (; rest > 63 || rest < -64; rest >>= 7) bytes[at++] = rest | 128;
        bytes[at++] = rest & 127;
      }
      heads[stream] = head;
    }
    const size = at - start - 5;
    at = start;
    for (rest = size; rest > 127; rest >>>= 7) bytes[at++] = rest | 128;
    bytes[at++] = rest;
    bytes.copyWithin(at, start + 5, start + 5 + size);
    at += size;
  }
  while (at < length) bytes[at++] = (numbers[letter++] as number) + SHIFT;
  return bytes.subarray(0, length);
}

// Puts all numbers of all streams into `numbers`, and gives where each stream begins.
function read(text: string, numbers: Uint32Array): number[] {
  const places = new Uint8Array(128);
  for (let place = 0; place < DIGITS.length; place += 1) places[DIGITS.charCodeAt(place)] = place;
  const heads = [0];
  let count = 0;
  let value = 0;
  for (let at = 0; at < text.length; at += 1) {
    const place = places[text.charCodeAt(at)] as number;
    if (place < LAST) {
      numbers[count++] = value * LAST + place;
      value = 0;
    } else if (place < BETWEEN) value = value * (BETWEEN - LAST) + place - LAST + 1;
    else heads.push(count);
  }
  return heads;
}
