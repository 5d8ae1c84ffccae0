/** How the sign-in stands, so that nobody can take one condition for another; and the buttons that change it. */
import { type Condition, conditionOf, explain, headline, ICONS, NAMES } from './condition.js';
import { Countdown } from './countdown.js';
import { element, find } from './element.js';
import type { Gate } from './gate.js';
import { icon } from './icon.js';
import { avatar, nameOf, type Shown } from './person.js';
import { prose } from './prose.js';

export class StatePanel {
  readonly #panel = find('state', HTMLElement);
  readonly #chip = find('state-chip', HTMLElement);
  readonly #avatar = find('session-avatar', HTMLElement);
  readonly #person = find('session-person', HTMLElement);
  readonly #title = find('state-title', HTMLElement);
  readonly #text = find('signed-out-text', HTMLElement);
  readonly #note = find('state-note', HTMLElement);
  readonly #clock = find('state-clock', HTMLElement);
  readonly #out = find('signed-out', HTMLElement);
  readonly #in = find('signed-in', HTMLElement);
  readonly #login = find('login', HTMLButtonElement);
  readonly #loginPopup = find('login-popup', HTMLButtonElement);
  readonly #again = find('renew', HTMLButtonElement);
  readonly #renewNow = find('renew-now', HTMLButtonElement);
  readonly #logout = find('logout', HTMLButtonElement);
  readonly #logoutThere = find('logout-provider', HTMLButtonElement);
  readonly #countdown = new Countdown();
  #gate: Gate | null = null;
  /** Whose picture is shown: it is not fetched again for each change. */
  #pictured = '';

  constructor() {
    this.#login.addEventListener('click', () => void this.#gate?.login());
    this.#loginPopup.addEventListener('click', () => void this.#gate?.login({ display: 'popup' }));
    this.#again.addEventListener('click', () => void this.#gate?.login());
    this.#renewNow.addEventListener('click', () => void this.#gate?.renew());
    this.#logout.addEventListener('click', () => void this.#gate?.logout({ provider: false }));
    this.#logoutThere.addEventListener('click', () => {
      const returnTo = `${location.pathname}${location.search}${location.hash}`;
      void this.#gate?.logout({ provider: true, returnTo });
    });
  }

  show(gate: Gate): void {
    this.#gate = gate;
    const condition = conditionOf(gate);
    const { session } = gate.snapshot();
    const focused = document.activeElement;
    this.#panel.dataset.condition = condition;
    this.#chip.dataset.condition = condition;
    this.#chip.replaceChildren(icon(ICONS[condition]), element('span', {}, NAMES[condition]));
    this.#out.hidden = session !== null || condition === 'handed-over' || condition === 'misconfigured';
    this.#in.hidden = session === null;
    this.#buttons(gate, condition);
    const text = explain(gate);
    this.#text.replaceChildren(...prose(text));
    this.#text.hidden = text === '';
    this.#note.textContent = gate.notice;
    this.#note.hidden = gate.notice === '';
    this.#who(gate, condition);
    this.#ends(gate, condition);
    if (session === null && focused !== null && this.#in.contains(focused)) this.#login.focus();
  }

  #buttons(gate: Gate, condition: Condition): void {
    const { label, windows, signOutPage } = gate.provider;
    this.#login.disabled = condition === 'looking' || gate.stage === 'returning';
    this.#loginPopup.disabled = this.#login.disabled;
    this.#loginPopup.hidden = !windows;
    this.#login.textContent = `Sign in to ${label}`;
    const { status } = gate.snapshot();
    this.#again.hidden = status !== 'expired';
    this.#renewNow.hidden = gate.setUp.renewal === undefined || status !== 'signed-in';
    this.#logout.textContent = gate.accounts().length > 1 ? 'Sign out all' : 'Sign out';
    this.#logoutThere.hidden = signOutPage === null;
    this.#logoutThere.textContent = `Sign out at ${signOutPage} too`;
  }

  #who(gate: Gate, condition: Condition): void {
    const { session } = gate.snapshot();
    const who: Shown | null = session?.user ? { ...session.user, ...gate.who } : null;
    this.#person.hidden = session === null;
    this.#title.hidden = condition === 'signed-in';
    this.#title.textContent = headline(gate);
    if (session === null) {
      this.#avatar.replaceChildren();
      this.#pictured = '';
      return;
    }
    const pictured = `${gate.owner} ${who?.name} ${who?.picture}`;
    if (this.#pictured !== pictured) this.#avatar.replaceChildren(avatar(who));
    this.#pictured = pictured;
    const unknown = who === null ? 'This provider does not tell who' : (who.email ?? '');
    const name = element('strong', { class: 'person-name' }, nameOf(who));
    const lines: HTMLElement[] = [condition === 'signed-in' ? element('h3', { class: 'name' }, name) : name];
    if (unknown !== '') lines.push(element('span', { class: 'person-email' }, unknown));
    this.#person.replaceChildren(...lines);
  }

  #ends(gate: Gate, condition: Condition): void {
    const { session } = gate.snapshot();
    this.#countdown.stop();
    this.#clock.hidden = session === null;
    if (session === null) return;
    const expired = condition === 'expired';
    const end = expired ? 'It has ended' : this.#countdown.start(session.expiresAt);
    const { renewal } = gate.setUp;
    const by = renewal === undefined ? 'Nothing renews it' : `Renewed by ${renewal}`;
    this.#clock.replaceChildren(
      element('span', { class: 'clock-name' }, 'Access token ends'),
      element('span', { class: 'clock-end' }, end),
      element('span', { class: 'clock-by' }, by),
    );
  }
}
