/** Tokens for several resources from one sign-in. What they are for and when they end is shown, never a token. */
import { element, find } from './element.js';
import type { Gate } from './gate.js';
import type { WantedToken } from './providers/provider.js';
import { factsOf } from './token_facts.js';

export class TokensPanel {
  readonly #section = find('tokens', HTMLElement);
  readonly #list = find('tokens-list', HTMLElement);
  readonly #announce: (text: string) => void;
  #gate: Gate | null = null;
  /** Whose tokens are told of; another person's or provider's are taken away. */
  #owner = '';

  constructor(announce: (text: string) => void) {
    this.#announce = announce;
  }

  show(gate: Gate): void {
    this.#gate = gate;
    const { tokens } = gate.setUp;
    this.#section.hidden = tokens.length === 0;
    if (this.#owner !== gate.owner) {
      this.#owner = gate.owner;
      this.#list.replaceChildren(...tokens.map((wanted) => this.#row(wanted)));
    }
    const usable = ['signed-in', 'expired'].includes(gate.snapshot().status);
    for (const button of this.#section.querySelectorAll('button')) button.disabled = !usable;
  }

  #row(wanted: WantedToken): HTMLElement {
    const name = element('div', { class: 'row-name' }, wanted.label);
    const told = element('div', { class: 'row-told' }, wanted.note);
    const button = element(
      'button',
      { type: 'button' },
      'Get',
      element('span', { class: 'unseen' }, ` the token for ${wanted.label}`),
    );
    button.addEventListener('click', () => void this.#fetch(wanted, told));
    return element('li', {}, element('div', { class: 'row-lines' }, name, told), button);
  }

  async #fetch({ label, note, options }: WantedToken, told: HTMLElement): Promise<void> {
    const owner = this.#owner;
    const facts = await this.#gate?.attempt(`getting a token for ${label}`, async (auth) =>
      factsOf(await auth.getAccessToken(options)),
    );
    if (owner !== this.#owner) return;
    told.textContent = note;
    if (facts === null || facts === undefined) return;
    const { resource, expiresAt } = facts;
    const end = expiresAt === null ? 'end not told' : `ends at ${new Date(expiresAt).toLocaleTimeString()}`;
    const line = `token for ${resource ?? label}, ${end}`;
    told.replaceChildren(element('span', { class: 'good' }, line));
    this.#announce(`A ${line}.`);
  }
}
