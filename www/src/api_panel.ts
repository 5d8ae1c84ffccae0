/** The console: calls the provider's APIs with `auth.fetch`, ready-made or by hand. */
import type { Auth } from 'docgate';
import { type Answer, describe } from './answer.js';
import { AnswerView } from './answer_view.js';
import { calledEntry } from './called.js';
import { element, find } from './element.js';
import type { Gate } from './gate.js';
import { pills } from './pills.js';
import type { DemoApi, ReadyMadeCall } from './providers/provider.js';

const JSON_BODY = { 'Content-Type': 'application/json' };

export class ApiPanel {
  readonly #hint = find('api-hint', HTMLElement);
  readonly #choice = find('api-choice', HTMLElement);
  readonly #calls = find('api-calls', HTMLElement);
  readonly #method = find('api-method', HTMLSelectElement);
  readonly #path = find('api-path', HTMLInputElement);
  readonly #bodyField = find('api-body-field', HTMLElement);
  readonly #body = find('api-body', HTMLTextAreaElement);
  readonly #send = find('api-send', HTMLButtonElement);
  readonly #answer: AnswerView;
  readonly #announce: (text: string) => void;
  /** A call is under way: what it changes is said with its answer. */
  calling = false;
  #gate: Gate | null = null;
  #apis: readonly DemoApi[] = [];
  #api: DemoApi | undefined;
  /** Whose answer is shown; another person's or provider's is taken away. */
  #owner = '';

  constructor(announce: (text: string) => void) {
    this.#announce = announce;
    this.#answer = new AnswerView(announce);
    this.#method.addEventListener('change', () => this.#fit());
    find('api-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      const path = this.#path.value;
      const method = this.#method.value;
      const init = method === 'GET' ? {} : { method, headers: JSON_BODY, body: this.#body.value };
      void this.#call(method, path, (auth) => auth.fetch(path, init, this.#api?.options));
    });
    this.#fit();
  }

  show(gate: Gate): void {
    this.#gate = gate;
    if (this.#apis !== gate.setUp.apis) this.#offer(gate.setUp.apis);
    if (this.#owner !== gate.owner) this.#answer.hide();
    this.#owner = gate.owner;
    const { status } = gate.snapshot();
    const usable = status === 'signed-in' || status === 'expired';
    this.#hint.hidden = usable;
    this.#send.disabled = !usable;
    for (const button of this.#calls.querySelectorAll('button')) button.disabled = !usable;
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
    const buttons = (api?.calls ?? []).map((call) => this.#button(call));
    const { profile, introspects } = this.#gate?.provider ?? {};
    if (profile) buttons.push(this.#question('Fetch profile', 'Profile', (auth) => auth.fetchProfile()));
    if (introspects) {
      buttons.push(this.#question('Is the token good?', 'Introspection', (auth) => auth.introspect()));
    }
    this.#calls.replaceChildren(...buttons);
    const used = (api?.calls ?? []).map(({ init }) => init?.method ?? 'GET');
    const methods = new Set(['GET', 'POST', ...used]);
    this.#method.replaceChildren(...[...methods].map((method) => element('option', {}, method)));
    this.#fill(api?.calls[0]);
  }

  /** The request in the form, by its method's fields. */
  #fit(): void {
    this.#send.textContent = `Send ${this.#method.value}`;
    this.#bodyField.hidden = this.#method.value === 'GET';
  }

  #fill(call: ReadyMadeCall | undefined): void {
    this.#method.value = call?.init?.method ?? 'GET';
    this.#path.value = call?.path ?? '/';
    this.#body.value = typeof call?.init?.body === 'string' ? call.init.body : '{}';
    this.#fit();
  }

  #button(call: ReadyMadeCall): HTMLButtonElement {
    const { label, path, init = {}, options } = call;
    const method = init.method ?? 'GET';
    const button = element('button', { type: 'button', class: 'call' }, label);
    button.addEventListener('click', () => {
      this.#fill(call);
      void this.#call(method, path, (auth) => auth.fetch(path, init, options ?? this.#api?.options));
    });
    return button;
  }

  /** A question of docgate's own, which is no path. */
  #question(label: string, title: string, ask: (auth: Auth) => Promise<Answer>): HTMLButtonElement {
    const button = element('button', { type: 'button', class: 'call' }, label);
    button.addEventListener('click', () => void this.#call('', title, ask));
    return button;
  }

  async #call(method: string, path: string, work: (auth: Auth) => Promise<Answer>): Promise<void> {
    const gate = this.#gate;
    if (gate === null) return;
    const owner = gate.owner;
    const title = `${method} ${path}`.trim();
    this.#answer.hide();
    this.calling = true;
    const began = performance.now();
    const shown = await gate.attempt(title, async (auth) => {
      try {
        const answer = await work(auth);
        const took = performance.now() - began;
        if (answer instanceof Response) gate.log(calledEntry(method, answer.url, took, answer.status));
        return { ...(await describe(answer)), took };
      } catch (error) {
        if (error instanceof TypeError) gate.log(calledEntry(method, path, performance.now() - began, null));
        this.calling = false;
        throw error;
      }
    });
    this.calling = false;
    if (shown === null) return;
    if (gate !== this.#gate || owner !== gate.owner) {
      this.#announce('');
      return;
    }
    // Which scope it is that a call lacks, where the provider's rules are known.
    const lacks = shown.status === 403 ? (gate.provider.scopes.refused?.(method, path) ?? '') : '';
    const advice = `${shown.advice} ${lacks}`.trim();
    this.#answer.show(title, { ...shown, advice });
    this.#announce(`${title}: ${shown.line}. ${advice}`.trim());
  }
}
