/**
 * Looks for secrets in bytes, in each spelling that a program may give them by accident: as they are, percent-encoded in
 * part or whole, in base64 and base64url at any offset (a secret in the middle of what was encoded), and in hex.
 */

/** All spellings of a value, as text of which each character is a byte. */
export function spellings(value) {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(value);
  const hex = bytes.toString('hex');
  const percent = hex.replace(/../g, '%$&');
  const found = [bytes.toString('latin1'), hex, hex.toUpperCase(), percent, percent.toUpperCase()];
  if (!Buffer.isBuffer(value)) {
    found.push(encodeURIComponent(value), new URLSearchParams([['', value]]).toString().slice(1));
    found.push(JSON.stringify(value).slice(1, -1));
  }
  for (const before of [0, 1, 2]) {
    // What depends on the neighbours is cut off at both ends.
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const own = text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    found.push(own, own.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return [...new Set(found)];
}

export class Needles {
  /** `{ kind, spellings }` of each. */
  #needles = [];
  #known = new Set();

  add(kind, value) {
    if (value === undefined || value === null || this.#known.has(`${value}`)) return;
    if (value.length < 10) throw new Error(`too short to be told from chance: a ${kind}`);
    this.#known.add(`${value}`);
    this.#needles.push({ kind, spellings: spellings(value) });
  }

  /** How many there are of this kind. */
  count(kind) {
    return this.#needles.filter((needle) => needle.kind === kind).length;
  }

  /** The kinds that are found in `bytes`, a buffer or a text. */
  in(bytes) {
    const text = typeof bytes === 'string' ? bytes : bytes.toString('latin1');
    const found = this.#needles.filter((needle) => needle.spellings.some((form) => text.includes(form)));
    return [...new Set(found.map(({ kind }) => kind))].sort();
  }
}
