/** The flow on the page: the newest login on top, its lines from the beginning on, under the step that each belongs to. */
import type { FlowEntry } from './called.js';
import { copies } from './copy.js';
import { address as broken, element, find } from './element.js';
import { type Line, type Login, loginsOf, STEPS } from './flow.js';
import { FlowStore } from './flow_store.js';
import { loginText, textOf } from './flow_text.js';
import type { Gate } from './gate.js';
import { icon } from './icon.js';

const ENDS = {
  open: ['busy', 'Under way'],
  'signed-in': ['good', 'Signed in'],
  failed: ['bad', 'Failed'],
  expired: ['expired', 'Expired'],
  'signed-out': ['out', 'Signed out'],
} as const;

export class FlowPanel {
  readonly #place = find('timeline', HTMLElement);
  readonly #empty = find('timeline-empty', HTMLElement);
  readonly #store = new FlowStore();
  readonly #announce: (text: string) => void;
  #gate: Gate | null = null;
  /** A change is drawn once, however many entries come at a time. */
  #due = false;

  constructor(announce: (text: string) => void) {
    this.#announce = announce;
    find('timeline-clear', HTMLButtonElement).addEventListener('click', () => {
      if (this.#gate) this.#store.clear(this.#gate.provider.id);
      this.#draw();
      this.#announce('The flow is cleared.');
    });
    copies(find('timeline-copy', HTMLButtonElement), () => textOf(this.#label, this.#logins()), announce);
  }

  note(provider: string, entry: FlowEntry): void {
    this.#store.note(provider, entry);
    if (this.#gate?.provider.id === provider) this.#drawSoon();
  }

  show(gate: Gate): void {
    if (this.#gate === gate) return;
    this.#gate = gate;
    this.#draw();
  }

  get #label(): string {
    return this.#gate?.provider.label ?? '';
  }

  #logins(): Login[] {
    return this.#gate === null ? [] : loginsOf(this.#store.of(this.#gate.provider.id));
  }

  #drawSoon(): void {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      this.#draw();
    });
  }

  #draw(): void {
    const logins = this.#logins();
    const open = new Set(
      [...this.#place.querySelectorAll<HTMLDetailsElement>('details[open]')].map(({ dataset }) => dataset.at),
    );
    const known = new Set(
      [...this.#place.querySelectorAll<HTMLDetailsElement>('details')].map(({ dataset }) => dataset.at),
    );
    const focused = document.activeElement?.closest<HTMLElement>('details.login');
    const inside =
      focused && this.#place.contains(focused) ? [focused.dataset.at, document.activeElement?.localName] : [];
    this.#empty.hidden = logins.length > 0;
    this.#place.replaceChildren(
      ...logins.toReversed().map((login, at) => {
        const made = this.#login(login);
        const id = String(login.at);
        // The newest is open, and whatever somebody has opened or closed stays so.
        made.open = known.has(id) ? open.has(id) || (at === 0 && login.end === 'open') : at === 0;
        return made;
      }),
    );
    // Whoever stands here with the keyboard stays where they are.
    const [at, name] = inside;
    if (at !== undefined) this.#place.querySelector<HTMLElement>(`details[data-at="${at}"] ${name}`)?.focus();
  }

  #login(login: Login): HTMLDetailsElement {
    const [picture, words] =
      login.kind === 'visit' && login.end === 'open' ? (['info', 'Looked'] as const) : ENDS[login.end];
    const when = new Date(login.at);
    const copy = element('button', { type: 'button', class: 'quiet' }, 'Copy this');
    copies(copy, () => loginText(this.#label, login), this.#announce);
    return element(
      'details',
      { class: 'login', 'data-at': String(login.at) },
      element(
        'summary',
        {},
        element('span', { class: 'login-name' }, login.kind === 'login' ? 'Sign-in' : 'Without a sign-in'),
        element('time', { datetime: when.toISOString() }, clock(when)),
        element('span', { class: `login-end end-${login.end}` }, icon(picture), element('span', {}, words)),
      ),
      ...steps(login),
      element('p', { class: 'actions' }, copy),
    );
  }
}

/** Lines that follow each other in one step stand under its name. */
function steps(login: Login): HTMLElement[] {
  const made: HTMLElement[] = [];
  let list: HTMLElement | null = null;
  let last: Line | null = null;
  for (const line of login.lines) {
    if (list === null || line.step !== last?.step) {
      list = element('ol', { class: 'lines' });
      const name = element('h3', { class: 'step-name' }, STEPS[line.step]);
      made.push(element('section', { class: `step step-${line.step}` }, name, list));
    }
    list.append(row(login.at, line));
    last = line;
  }
  return made;
}

function row(began: number, line: Line): HTMLElement {
  const { words, method, address, status, code, took, left, weight } = line;
  const head = element('div', { class: 'line-head' }, element('span', { class: 'line-words' }, words));
  if (status !== undefined)
    head.append(element('span', { class: `status status-${Math.floor(status / 100)}` }, String(status)));
  if (code !== undefined) head.append(element('span', { class: 'status status-5' }, code));
  const item = element('li', { class: `line line-${weight}` }, head);
  const request = `${method} ${address}`.trim();
  if (request !== '') item.append(element('code', { class: 'line-address' }, ...broken(request)));
  const notes = [`+${Math.round(line.at - began)} ms`];
  if (took !== undefined) notes.push(`took ${Math.round(took)} ms`);
  if (left.length > 0) notes.push(`left out: ${left.join(', ')}`);
  item.append(element('div', { class: 'line-notes' }, notes.join(' · ')));
  return item;
}

/** Local time of day, `14:05:09`. */
function clock(when: Date): string {
  return [when.getHours(), when.getMinutes(), when.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
