/** Calls the provider's APIs with `auth.fetch` and shows the status and the body. */
import type { Auth, LogEntry } from 'docgate';
import { type Answer, describe } from './answer.js';
import { element, find } from './element.js';
import type { Gate } from './gate.js';
import { pills } from './pills.js';
import type { DemoApi, ReadyMadeCall } from './providers/provider.js';

export class ApiPanel {
  readonly #hint = find('api-hint', HTMLElement);
  readonly #choice = find('api-choice', HTMLElement);
  readonly #calls = find('api-calls', HTMLElement);
  readonly #path = find('api-path', HTMLInputElement);
  readonly #send = find('api-send', HTMLButtonElement);
  readonly #answer = find('answer', HTMLElement);
  readonly #title = find('answer-title', HTMLElement);
  readonly #line = find('answer-line', HTMLElement);
  readonly #advice = find('answer-advice', HTMLElement);
  readonly #body = find('answer-body', HTMLElement);
  readonly #announce: (text: string) => void;
  #gate: Gate | null = null;
  #apis: readonly DemoApi[] = [];
  #api: DemoApi | undefined;
  /** Whose answer is shown; another person's or provider's is taken away. */
  #owner = '';

  constructor(announce: (text: string) => void) {
    this.#announce = announce;
    find('api-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      const path = this.#path.value;
      void this.#call(`GET ${path}`, (auth) => auth.fetch(path, {}, this.#api?.options));
    });
  }

  show(gate: Gate): void {
    this.#gate = gate;
    if (this.#apis !== gate.setUp.apis) this.#offer(gate.setUp.apis);
    if (this.#owner !== gate.owner) this.#answer.hidden = true;
    this.#owner = gate.owner;
    const { status } = gate.snapshot();
    const usable = status === 'signed-in' || status === 'expired';
    this.#hint.hidden = usable;
    this.#send.disabled = !usable;
    for (const button of this.#calls.querySelectorAll('button')) button.disabled = !usable;
  }

  fetchProfile(): void {
    void this.#call('Profile', (auth) => auth.fetchProfile());
  }

  #offer(apis: readonly DemoApi[]): void {
    this.#apis = apis;
    const choices = apis.map(({ id, label }) => ({ value: id, label }));
    const choose = (id: string) => {
      this.#choose(apis.find((api) => api.id === id));
      if (this.#gate) this.show(this.#gate);
    };
    this.#choice.replaceChildren(...(apis.length > 1 ? [pills('api', 'API', choices, apis[0]?.id, choose)] : []));
    this.#choose(apis[0]);
  }

  #choose(api: DemoApi | undefined): void {
    this.#api = api;
    this.#calls.replaceChildren(...(api?.calls ?? []).map((call) => this.#button(call)));
    this.#path.value = api?.calls[0]?.path ?? '/';
  }

  #button({ label, path, init = {}, options }: ReadyMadeCall): HTMLButtonElement {
    const button = element('button', { type: 'button' }, label);
    button.addEventListener('click', () => {
      this.#path.value = path;
      void this.#call(`${init.method ?? 'GET'} ${path}`, (auth) =>
        auth.fetch(path, init, options ?? this.#api?.options),
      );
    });
    return button;
  }

  async #call(title: string, work: (auth: Auth) => Promise<Answer>): Promise<void> {
    const gate = this.#gate;
    if (gate === null) return;
    const owner = gate.owner;
    this.#answer.hidden = true;
    const shown = await gate.attempt(title, async (auth) => {
      const answer = await work(auth);
      if (answer instanceof Response) gate.log(entryOf(title, answer));
      return await describe(answer);
    });
    if (shown === null || gate !== this.#gate || owner !== gate.owner) return;
    this.#title.textContent = title;
    this.#line.textContent = shown.line;
    this.#line.className = shown.good ? 'good' : 'bad';
    this.#advice.textContent = shown.advice;
    this.#advice.hidden = shown.advice === '';
    this.#body.textContent = shown.body;
    this.#answer.hidden = false;
    this.#announce(`${title}: ${shown.line}. ${shown.advice}`.trim());
  }
}

/** The page's own call as an entry of the timeline: where it really went, without the values in the address. */
function entryOf(title: string, { url, status }: Response): LogEntry {
  const [method] = title.split(' ');
  return { at: Date.now(), event: 'response', detail: `api ${method} ${url.split('?')[0]}`, status };
}
