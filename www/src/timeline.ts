/**
 * The timeline: what `onLog` told, newest first. Kept in sessionStorage over the redirect, so that one sees the whole
 * sign-in; the entries hold no secret value, which is why they may be kept and shown.
 */
import type { LogEntry } from 'docgate';
import { element, find } from './element.js';

interface Noted {
  readonly provider: string;
  readonly entry: LogEntry;
}

const KEPT = 100;
const KEY = 'demo.timeline';

export class Timeline {
  readonly #list = find('timeline', HTMLElement);
  readonly #empty = find('timeline-empty', HTMLElement);
  #noted: Noted[] = stored();

  constructor() {
    find('timeline-clear', HTMLButtonElement).addEventListener('click', () => {
      this.#noted = [];
      this.#keep();
      this.#list.replaceChildren();
      this.#empty.hidden = false;
    });
    for (const noted of this.#noted) this.#add(noted);
  }

  note(provider: string, entry: LogEntry): void {
    const noted = { provider, entry };
    this.#noted.push(noted);
    this.#noted.splice(0, this.#noted.length - KEPT);
    this.#keep();
    this.#add(noted);
  }

  #add({ provider, entry }: Noted): void {
    this.#empty.hidden = true;
    const when = new Date(entry.at);
    const line = element(
      'div',
      { class: 'when' },
      element('time', { datetime: when.toISOString() }, clock(when)),
      ` · ${provider}`,
    );
    const what = element(
      'div',
      {},
      element('span', { class: 'event' }, entry.event),
      ' ',
      element('span', { class: 'detail' }, entry.detail),
    );
    if (entry.status !== undefined) what.append(' ', element('code', {}, String(entry.status)));
    if (entry.code !== undefined) what.append(' ', element('code', {}, entry.code));
    const item = element('li', { class: `entry-${entry.event}` }, line, what);
    if (entry.redacted && entry.redacted.length > 0) {
      item.append(element('div', { class: 'hint' }, `left out: ${entry.redacted.join(', ')}`));
    }
    this.#list.prepend(item);
    while (this.#list.childElementCount > KEPT) this.#list.lastElementChild?.remove();
  }

  #keep(): void {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.#noted));
    } catch {
      // Storage is blocked or full: the timeline then begins anew on each page.
    }
  }
}

/** Local time of day with milliseconds, `14:05:09.123`. */
function clock(when: Date): string {
  const part = (value: number, digits = 2) => String(value).padStart(digits, '0');
  const day = [when.getHours(), when.getMinutes(), when.getSeconds()].map((value) => part(value)).join(':');
  return `${day}.${part(when.getMilliseconds(), 3)}`;
}

function stored(): Noted[] {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}
