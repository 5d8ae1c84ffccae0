/** The choice of the provider, a card for each. */
import { element, find } from './element.js';
import type { Gate } from './gate.js';
import { keepPlace, providerInAddress } from './place.js';

export class ProviderChoice {
  readonly #choices = find('provider-choices', HTMLElement);
  readonly #gates: readonly Gate[];
  readonly #about = new Map<Gate, HTMLElement>();
  readonly #radios = new Map<Gate, HTMLInputElement>();

  constructor(gates: readonly Gate[], chosen: () => void) {
    this.#gates = gates;
    for (const gate of gates) {
      const { id, label, about } = gate.provider;
      const radio = element('input', {
        type: 'radio',
        name: 'provider',
        value: id,
        id: `provider-${id}`,
        'aria-describedby': `about-${id}`,
      });
      const note = element('span', { class: 'choice-about', id: `about-${id}` }, about);
      radio.addEventListener('change', () => {
        keepPlace(gate.provider, gate.chosen);
        chosen();
      });
      this.#radios.set(gate, radio);
      this.#about.set(gate, note);
      this.#choices.append(
        element(
          'label',
          { class: 'choice', for: radio.id },
          radio,
          element('span', { class: 'choice-name' }, label),
          note,
        ),
      );
    }
  }

  /** The provider whose page this was, else the one in the address, else the first. */
  choose(preferred: Gate | null): void {
    const gate = preferred ?? this.#gates.find(({ provider }) => provider.id === providerInAddress()) ?? this.#gates[0];
    const radio = gate && this.#radios.get(gate);
    if (radio) radio.checked = true;
  }

  get current(): Gate {
    for (const [gate, radio] of this.#radios) if (radio.checked) return gate;
    throw new Error('no provider is chosen');
  }

  show(): void {
    for (const gate of this.#gates) {
      const note = this.#about.get(gate);
      if (note) note.textContent = `${gate.provider.about} · ${STATUS[gate.snapshot().status]}`;
    }
  }
}

const STATUS = {
  loading: 'looking…',
  'signed-in': 'signed in',
  expired: 'expired',
  'signed-out': 'signed out',
} as const;
