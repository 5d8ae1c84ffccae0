/** Calls the provider's API with `auth.fetch` and shows the status and the body. */
import type { Auth } from 'docgate';
import { element, find } from './element.js';
import type { Gate } from './gate.js';

/** More than this of a body is not shown. */
const SHOWN = 20_000;

export class ApiPanel {
  readonly #hint = find('api-hint', HTMLElement);
  readonly #calls = find('api-calls', HTMLElement);
  readonly #path = find('api-path', HTMLInputElement);
  readonly #send = find('api-send', HTMLButtonElement);
  readonly #answer = find('answer', HTMLElement);
  readonly #title = find('answer-title', HTMLElement);
  readonly #line = find('answer-line', HTMLElement);
  readonly #body = find('answer-body', HTMLElement);
  readonly #announce: (text: string) => void;
  #gate: Gate | null = null;
  /** Whose answer is shown; another person's or provider's is taken away. */
  #owner = '';

  constructor(announce: (text: string) => void) {
    this.#announce = announce;
    find('api-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#call(`GET ${this.#path.value}`, (auth) => auth.fetch(this.#path.value));
    });
  }

  show(gate: Gate): void {
    const { status, session } = gate.snapshot();
    const owner = `${gate.provider.id} ${session?.user?.id ?? (session === null ? 'nobody' : 'somebody')}`;
    if (this.#gate?.provider !== gate.provider) this.#offer(gate);
    if (this.#owner !== owner) this.#answer.hidden = true;
    this.#owner = owner;
    this.#gate = gate;
    const usable = status === 'signed-in' || status === 'expired';
    this.#hint.hidden = usable;
    this.#send.disabled = !usable;
    for (const button of this.#calls.querySelectorAll('button')) button.disabled = !usable;
  }

  fetchProfile(): void {
    void this.#call('Profile', (auth) => auth.fetchProfile());
  }

  #offer(gate: Gate): void {
    const buttons = gate.provider.calls.map(({ label, path }) => {
      const button = element('button', { type: 'button' }, label);
      button.addEventListener('click', () => {
        this.#path.value = path;
        void this.#call(`GET ${path}`, (auth) => auth.fetch(path));
      });
      return button;
    });
    this.#calls.replaceChildren(...buttons);
    this.#path.value = gate.provider.calls[0]?.path ?? '/';
  }

  async #call(
    title: string,
    work: (auth: Auth) => Promise<Response | Readonly<Record<string, unknown>>>,
  ): Promise<void> {
    const gate = this.#gate;
    if (gate === null) return;
    this.#answer.hidden = true;
    const shown = await gate.attempt(title, async (auth) => await described(await work(auth)));
    if (shown === null || gate !== this.#gate) return;
    this.#title.textContent = title;
    this.#line.textContent = shown.line;
    this.#line.className = shown.good ? 'good' : 'bad';
    this.#body.textContent = shown.body;
    this.#answer.hidden = false;
    this.#announce(`${title}: ${shown.line}`);
  }
}

interface Shown {
  readonly line: string;
  readonly good: boolean;
  readonly body: string;
}

async function described(result: Response | Readonly<Record<string, unknown>>): Promise<Shown> {
  if (!(result instanceof Response))
    return { line: 'Received', good: true, body: cut(JSON.stringify(result, null, 2)) };
  const body = await result.text();
  const line = `${result.status} ${result.statusText}`.trim();
  return { line, good: result.ok, body: body === '' ? '(empty)' : cut(pretty(body)) };
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

function cut(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}\n… (${text.length - SHOWN} more characters)`;
}
