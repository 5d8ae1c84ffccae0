/**
 * Looks for secrets where none may be: console, error texts, log entries, address, history, document, cookies,
 * `localStorage`, title, window name, other stores, and the names of what the page loaded. Session storage is the one
 * place where the SDK keeps them.
 *
 * One copy cannot be removed by a page: the browser's own note of how the callback document was loaded. It holds the
 * code, which is spent by then; that entry is left out, everything else in the performance timeline is searched.
 */
import assert from 'node:assert/strict';

/** What can be read in one page, by place. Runs in the page. */
/* node:coverage disable */
async function readable() {
  const attempt = async (read) => {
    try {
      return await read();
    } catch {
      return null;
    }
  };
  return {
    stored: await attempt(() =>
      JSON.stringify(Object.entries(sessionStorage).filter(([key]) => key.startsWith('docgate:'))),
    ),
    places: {
      address: location.href,
      referrer: document.referrer,
      'history state': await attempt(() => JSON.stringify(history.state)),
      history: await attempt(() => navigation.entries().map((entry) => entry.url)),
      title: document.title,
      'window name': window.name,
      cookies: await attempt(() => document.cookie),
      localStorage: await attempt(() => JSON.stringify({ ...localStorage })),
      document: document.documentElement.outerHTML,
      fields: [...document.querySelectorAll('input, textarea')].map((field) => field.value),
      performance: performance
        .getEntries()
        .filter((entry) => entry.entryType !== 'navigation')
        .map((entry) => entry.name),
      'cache names': await attempt(() => caches.keys()),
      databases: await attempt(async () => (await indexedDB.databases()).map(({ name }) => name)),
      locks: await attempt(async () => JSON.stringify(await navigator.locks.query())),
    },
  };
}
/* node:coverage enable */

/** `[{ kind, place }]`: which secret was found where. Values are not repeated. */
export function leaksIn(secrets, places) {
  const found = [];
  for (const [place, content] of Object.entries(places)) {
    const text = typeof content === 'string' ? content : JSON.stringify(content ?? '');
    for (const { kind, value } of secrets) {
      if (forms(value).some((form) => text.includes(form))) found.push({ kind, place });
    }
  }
  return found;
}

/** A value as it may stand in an address, in JSON, in HTML, or in base64. */
function forms(value) {
  const base64 = Buffer.from(value).toString('base64').replaceAll('=', '');
  return [
    ...new Set([
      value,
      encodeURIComponent(value),
      JSON.stringify(value).slice(1, -1),
      value.replaceAll('&', '&amp;'),
      base64.slice(0, -1),
      Buffer.from(value).toString('base64url').slice(0, -1),
      Buffer.from(value).toString('hex'),
    ]),
  ];
}

export class LeakScanner {
  #secrets;
  /** Everything that the console, the hooks and the errors said. */
  heard = [];

  constructor(secrets) {
    this.#secrets = secrets;
  }

  watch(context) {
    context.on('console', (message) => this.heard.push(message.text()));
    context.on('weberror', (uncaught) => {
      const thrown = uncaught.error();
      this.heard.push(`${thrown?.message} ${thrown?.stack}`);
    });
  }

  /** Reads all of `context`'s pages that `ours` accepts; gives back what leaked. */
  async leaks(context, ours) {
    const places = { 'console, log and errors': this.heard };
    for (const page of context.pages()) {
      if (page.isClosed() || !ours(new URL(page.url()))) continue;
      const read = await page.evaluate(readable).catch((error) => {
        // Closed since it was asked: there is nothing left to read.
        if (page.isClosed()) return null;
        throw error;
      });
      if (read === null) continue;
      const { stored, places: inPage } = read;
      if (stored !== null) this.#secrets.stored(stored);
      for (const [place, content] of Object.entries(inPage))
        places[`${place} of ${new URL(page.url()).host}`] = content;
    }
    const cookies = await context.cookies();
    places['cookie jar'] = cookies
      .filter(({ domain }) => ours(new URL(`http://${domain}`)))
      .map(({ name, value }) => `${name}=${value}`);
    return leaksIn(this.#secrets.all, places);
  }

  async assertNone(context, ours) {
    const leaks = await this.leaks(context, ours);
    assert.deepEqual(leaks, [], 'secrets were found where none may be');
  }
}
