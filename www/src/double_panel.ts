/**
 * Makes the test double's APIs ask more of a token than they do otherwise, through its control API. Nothing of this exists
 * with a real service: there the tenant's policies do it.
 */
import { find } from './element.js';
import type { Gate } from './gate.js';
import { pills } from './pills.js';
import type { Challenge } from './providers/provider.js';

/** An authentication context that a tenant's policy could want. */
const CLAIMS: Challenge = {
  kind: 'claims',
  claims: { access_token: { acrs: { essential: true, value: 'c1' } } },
};

const KINDS = [
  { value: 'none', label: 'Nothing more', challenge: null, person: false },
  { value: 'renewal', label: 'Claims that a renewal brings', challenge: CLAIMS, person: false },
  { value: 'person', label: 'Claims that need the person', challenge: CLAIMS, person: true },
] as const;

export class DoublePanel {
  readonly #section = find('double', HTMLElement);
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
    this.#section.hidden = gate.provider.challenge === null;
    this.#result.textContent = '';
    this.#choice.replaceChildren();
    if (gate.provider.challenge !== null) void this.#offer(gate, gate.provider.challenge);
  }

  /** What is set now is asked for first: the double keeps it over reloads, and other tabs set it too. */
  async #offer(gate: Gate, switches: (challenge: Challenge) => Readonly<Record<string, unknown>>): Promise<void> {
    const now = await this.#ask('GET', 'state');
    if (gate !== this.#gate) return;
    const checked = now === null ? undefined : current(now.switches, switches(null));
    this.#choice.replaceChildren(
      pills('double', 'What the API asks of a token', KINDS, checked, (value) => {
        const kind = KINDS.find((it) => it.value === value) ?? KINDS[0];
        void this.#set(kind.label, switches(kind.challenge), kind.person);
      }),
    );
  }

  async #set(label: string, switches: Readonly<Record<string, unknown>>, person: boolean): Promise<void> {
    const entra = { ...(switches.entra as object | undefined), claims_need_interaction: person };
    const answer = await this.#ask('PUT', 'switches', { ...switches, entra });
    if (answer !== null) this.#tell(`The double asks for: ${label}. Call the API to meet it.`);
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

/** Which kind the double has set; `ours` has the shape of the switches that are looked at. */
function current(all: unknown, ours: Readonly<Record<string, unknown>>): string {
  const section = Object.keys(ours)[0] ?? '';
  const challenge = inner(inner(all, section), 'challenge');
  const asks = challenge !== null && JSON.stringify(challenge).includes('"claims"');
  if (!asks) return 'none';
  return inner(inner(all, 'entra'), 'claims_need_interaction') === true ? 'person' : 'renewal';
}

function inner(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
