/** Every byte that a browser's pages got from one host, to look for what must not be in there. */
import { createHash } from 'node:crypto';

/** What a token may look like: nothing shorter is one. */
const WORD = /[A-Za-z0-9._~+/=-]{16,}/g;

export class BytesSeen {
  #reading = [];

  /** Watches `context` for answers of `host`. */
  constructor(context, host) {
    context.on('response', (response) => {
      if (new URL(response.url()).host === host) this.#reading.push(read(response));
    });
  }

  /** Headers and bodies so far, one text for each answer. */
  async texts() {
    return await Promise.all(this.#reading);
  }

  /** The SHA-256 of everything that could be a token. */
  async hashes() {
    const words = (await this.texts()).flatMap((text) => text.match(WORD) ?? []);
    return new Set(words.map((word) => createHash('sha256').update(word).digest('hex')));
  }
}

async function read(response) {
  const headers = JSON.stringify(await response.headersArray().catch(() => []));
  // The body of a preflight, and of a page that is gone, cannot be read any more.
  const body = await response.text().catch(() => '');
  return `${response.status()} ${headers}\n${body}`;
}
