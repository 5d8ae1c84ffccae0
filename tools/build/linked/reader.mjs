// Numbers and names in a wasm binary.

/** Reads `bytes` from `at` on. Whatever is read advances `at`. */
export class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    if (this.at >= this.bytes.length) throw new Error('the wasm ends too early');
    return this.bytes[this.at++];
  }

  /** An unsigned number (LEB128) of up to 32 bits. */
  unsigned() {
    let value = 0;
    let shift = 0;
    let byte = 0;
    do {
      byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      shift += 7;
    } while (byte & 128);
    return value;
  }

  /** A signed number (LEB128) of up to 32 bits. */
  signed() {
    let value = 0;
    let shift = 0;
    let byte = 0;
    do {
      byte = this.byte();
      value |= (byte & 127) << shift;
      shift += 7;
    } while (byte & 128);
    return shift < 32 && byte & 64 ? value | (-1 << shift) : value;
  }

  /** Passes a number of any length. */
  pass() {
    while (this.byte() & 128);
  }

  name() {
    const length = this.unsigned();
    this.at += length;
    return Buffer.from(this.bytes.subarray(this.at - length, this.at)).toString('utf8');
  }

  /** `read` as often as the number that comes first says. */
  list(read) {
    return Array.from({ length: this.unsigned() }, (_, index) => read(index));
  }
}

/** `value` as an unsigned LEB128 number. */
export function unsigned(value) {
  const bytes = [];
  let rest = value;
  do {
    bytes.push((rest & 127) | (rest > 127 ? 128 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Uint8Array.from(bytes);
}
