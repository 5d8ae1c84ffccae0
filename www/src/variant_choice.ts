/** The chosen provider's name, and what can be chosen about it before somebody signs in: docCentrum's tier and cloud, for example. */
import { find } from './element.js';
import type { Gate } from './gate.js';
import { pills } from './pills.js';
import { keepPlace } from './place.js';

export class VariantChoice {
  readonly #name = find('provider-name', HTMLElement);
  readonly #about = find('provider-about', HTMLElement);
  readonly #place = find('variants', HTMLElement);
  #gate: Gate | null = null;

  show(gate: Gate): void {
    this.#about.textContent = gate.setUp.note;
    if (this.#gate === gate) return;
    this.#gate = gate;
    this.#name.textContent = gate.provider.label;
    this.#place.replaceChildren(
      ...gate.provider.variants.map(({ name, legend, options }) =>
        pills(`${gate.provider.id}-${name}`, legend, options, gate.chosen[name], (value) => {
          const chosen = { ...gate.chosen, [name]: value };
          keepPlace(gate.provider, chosen);
          void gate.choose(chosen);
        }),
      ),
    );
  }
}
