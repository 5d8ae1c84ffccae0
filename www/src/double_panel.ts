/**
 * Has the provider's test double do things in other ways, through its control API. Nothing of this exists with a real
 * service: there the service, or its administrators, decide.
 */
import { find } from './element.js';
import type { Gate } from './gate.js';
import { pills } from './pills.js';
import type { Double, Knob } from './providers/provider.js';
import { covers, type Switches } from './switches.js';

export class DoublePanel {
  readonly #section = find('double', HTMLElement);
  readonly #title = find('double-title', HTMLElement);
  readonly #hint = find('double-hint', HTMLElement);
  readonly #choice = find('double-choice', HTMLElement);
  readonly #result = find('double-result', HTMLElement);
  readonly #control: string;
  readonly #announce: (text: string) => void;
  #gate: Gate | null = null;

  constructor(control: string, announce: (text: string) => void) {
    this.#control = control;
    this.#announce = announce;
  }

  show(gate: Gate): void {
    if (this.#gate === gate) return;
    this.#gate = gate;
    const { double } = gate.provider;
    this.#section.hidden = double === null;
    this.#result.textContent = '';
    this.#choice.replaceChildren();
    if (double === null) return;
    this.#title.textContent = double.title;
    this.#hint.textContent = double.hint;
    void this.#offer(gate, double);
  }

  /** What is set now is asked for first: the double keeps it over reloads, and other tabs set it too. */
  async #offer(gate: Gate, { knobs }: Double): Promise<void> {
    const now = await this.#ask('GET', 'state');
    if (gate !== this.#gate) return;
    this.#choice.replaceChildren(...knobs.map((knob) => this.#group(knob, now?.switches)));
  }

  #group({ name, legend, options }: Knob, now: unknown): HTMLElement {
    const checked = options.find(({ switches }) => covers(now, switches));
    return pills(`double-${name}`, legend, options, checked?.value, (value) => {
      const option = options.find((it) => it.value === value);
      if (option !== undefined) void this.#set(`${legend}: ${option.label}`, option.switches);
    });
  }

  async #set(what: string, switches: Switches): Promise<void> {
    const answer = await this.#ask('PUT', 'switches', switches);
    if (answer !== null) this.#tell(`The double is set. ${what}.`);
  }

  #tell(text: string): void {
    this.#result.textContent = text;
    this.#announce(text);
  }

  async #ask(method: string, path: string, body?: unknown): Promise<Record<string, unknown> | null> {
    try {
      const headers = { 'Content-Type': 'application/json' };
      const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
      const answer = await fetch(`${this.#control}/${path}`, init);
      if (answer.ok) return (await answer.json()) as Record<string, unknown>;
      this.#tell(`The double answered ${answer.status}.`);
    } catch {
      this.#tell('The double cannot be reached.');
    }
    return null;
  }
}
