/**
 * Has the provider's test double do things in other ways, and things happen to whoever is signed in. Nothing of this
 * exists with a real service: there the service, its people or its administrators decide.
 */
import type { Control } from './control.js';
import { element, find } from './element.js';
import type { Gate } from './gate.js';
import { pills } from './pills.js';
import { type Act, type Double, type Knob, type Toggle, usualOf, type Whose } from './providers/double.js';
import { covers, type Switches } from './switches.js';
import { type Switch, toggle } from './toggle.js';

const INDEPENDENT =
  'An independent server stands behind this choice, which nobody can make misbehave. Choose the test double above for that.';

const RELAY_HINT = 'docgate-relay is stopped; it comes back with the same keys, so sessions outlive it.';

export class DoublePanel {
  readonly #hint = find('double-hint', HTMLElement);
  readonly #usual = find('double-usual', HTMLButtonElement);
  readonly #acts = find('double-acts', HTMLElement);
  readonly #choice = find('double-choice', HTMLElement);
  readonly #toggles = find('double-toggles', HTMLElement);
  readonly #result = find('double-result', HTMLElement);
  readonly #control: Control;
  readonly #announce: (text: string) => void;
  #gate: Gate | null = null;
  #setUp: Gate['setUp'] | null = null;

  constructor(control: Control, announce: (text: string) => void) {
    this.#control = control;
    this.#announce = announce;
    this.#usual.addEventListener('click', () => void this.#asUsual());
  }

  show(gate: Gate): void {
    const { double } = gate.setUp;
    if (this.#gate !== gate || this.#setUp !== gate.setUp) {
      this.#gate = gate;
      this.#setUp = gate.setUp;
      this.#result.textContent = '';
      this.#hint.textContent = double?.hint ?? INDEPENDENT;
      this.#usual.hidden = double === null;
      this.#acts.replaceChildren(...(double?.acts ?? []).map((act) => this.#act(act)));
      this.#choice.replaceChildren();
      this.#toggles.replaceChildren();
      if (double !== null) void this.#offer();
    }
    const { session } = gate.snapshot();
    for (const button of this.#acts.querySelectorAll('button')) button.disabled = session === null;
  }

  /** What is set now is asked for first: the double keeps it over reloads, and other tabs set it too. */
  async #offer(): Promise<void> {
    const setUp = this.#setUp;
    const stoppable = setUp?.relayed === true && this.#control.switchesRelay;
    const [now, running] = await Promise.all([this.#control.switches(), stoppable ? this.#control.relay() : null]);
    if (setUp?.double == null || setUp !== this.#setUp) return;
    const { knobs, toggles } = setUp.double;
    this.#choice.replaceChildren(...knobs.map((knob) => this.#group(knob, now)));
    const rows = toggles.map((one) => this.#toggle(one, now).row);
    if (running !== null) rows.push(this.#relay(running).row);
    this.#toggles.replaceChildren(...rows);
    if (this.#control.trouble !== '') this.#tell(this.#control.trouble);
  }

  #group({ name, legend, options }: Knob, now: unknown): HTMLElement {
    const checked = options.find(({ switches }) => covers(now, switches));
    return pills(`double-${name}`, legend, options, checked?.value, (value) => {
      const option = options.find((it) => it.value === value);
      if (option !== undefined) void this.#set(`${legend}: ${option.label}`, option.switches);
    });
  }

  #toggle({ name, label, hint, on, off }: Toggle, now: unknown): Switch {
    const made = toggle(
      name,
      label,
      hint,
      (wanted) => void this.#set(`${label}: ${wanted ? 'on' : 'off'}`, wanted ? on : off),
    );
    made.set(covers(now, on));
    return made;
  }

  #relay(running: boolean): Switch {
    const made = toggle('relay', 'Relay down', RELAY_HINT, async (down) => {
      const runs = await this.#control.relay(!down);
      made.set(runs === false);
      this.#tell(runs === null ? this.#control.trouble : `The relay ${runs ? 'runs again' : 'is down'}.`);
    });
    made.set(!running);
    return made;
  }

  #act({ name, label, hint, path, body, done }: Act): HTMLElement {
    const button = element('button', { type: 'button', 'aria-describedby': `act-${name}` }, label);
    button.addEventListener('click', async () => {
      const whose = this.#whose();
      if (whose === null) return;
      const answer = await this.#control.act(path, body(whose));
      this.#tell(answer === null ? this.#control.trouble : done);
    });
    return element('div', { class: 'act' }, button, element('p', { class: 'toggle-hint', id: `act-${name}` }, hint));
  }

  /** Whom the double knows whoever is signed in by. */
  #whose(): Whose | null {
    const { session } = this.#gate?.snapshot() ?? {};
    const client = this.#setUp?.config.clientId;
    if (session == null || client === undefined) return null;
    const user = session.user?.email?.split('@')[0] ?? session.user?.id.split('.')[0];
    return user === undefined ? null : { client, user };
  }

  async #asUsual(): Promise<void> {
    const { double, relayed } = this.#setUp ?? {};
    if (double == null) return;
    const set = await this.#control.set(usualOf(double as Double));
    if (relayed && this.#control.switchesRelay) await this.#control.relay(true);
    await this.#offer();
    this.#tell(set === null ? this.#control.trouble : 'Everything is as usual again.');
  }

  async #set(what: string, switches: Switches): Promise<void> {
    const answer = await this.#control.set(switches);
    this.#tell(answer === null ? this.#control.trouble : `The double is set. ${what}.`);
  }

  #tell(text: string): void {
    this.#result.textContent = text;
    this.#announce(text);
  }
}
