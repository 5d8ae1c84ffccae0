/** The gallery of the providers: a card for each, with what is particular to it and how its sign-in stands. */
import { conditionOf, ICONS, NAMES } from './condition.js';
import { element, find } from './element.js';
import type { Gate } from './gate.js';
import { icon } from './icon.js';
import { keepPlace, providerInAddress } from './place.js';

interface Card {
  readonly radio: HTMLInputElement;
  readonly chip: HTMLElement;
  told: string;
}

export class Gallery {
  readonly #choices = find('provider-choices', HTMLElement);
  readonly #gates: readonly Gate[];
  readonly #cards = new Map<Gate, Card>();

  constructor(gates: readonly Gate[], chosen: () => void) {
    this.#gates = gates;
    for (const gate of gates) {
      const { id, label, about } = gate.provider;
      const radio = element('input', {
        type: 'radio',
        name: 'provider',
        value: id,
        id: `provider-${id}`,
        'aria-describedby': `about-${id} chip-${id}`,
      });
      const chip = element('span', { class: 'chip', id: `chip-${id}` });
      radio.addEventListener('change', () => {
        keepPlace(gate.provider, gate.chosen);
        chosen();
      });
      this.#cards.set(gate, { radio, chip, told: '' });
      this.#choices.append(
        element(
          'label',
          { class: 'choice', for: radio.id },
          element('span', { class: 'choice-picture' }, icon(id, 'icon picture')),
          element('span', { class: 'choice-name' }, label),
          radio,
          element('span', { class: 'choice-about', id: `about-${id}` }, about),
          chip,
        ),
      );
    }
  }

  /** The provider whose page this was, else the one in the address, else the first. */
  choose(preferred: Gate | null): void {
    const gate = preferred ?? this.#gates.find(({ provider }) => provider.id === providerInAddress()) ?? this.#gates[0];
    const card = gate && this.#cards.get(gate);
    if (card) card.radio.checked = true;
  }

  get current(): Gate {
    for (const [gate, { radio }] of this.#cards) if (radio.checked) return gate;
    throw new Error('no provider is chosen');
  }

  show(): void {
    for (const [gate, card] of this.#cards) {
      const condition = conditionOf(gate);
      const words = condition === 'signed-in' ? signedIn(gate) : NAMES[condition];
      if (card.told === `${condition} ${words}`) continue;
      card.told = `${condition} ${words}`;
      card.chip.dataset.condition = condition;
      card.chip.replaceChildren(icon(ICONS[condition]), element('span', {}, words));
    }
  }
}

function signedIn(gate: Gate): string {
  const { name } = gate.who;
  return name === undefined ? NAMES['signed-in'] : `Signed in as ${name}`;
}
