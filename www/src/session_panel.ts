/** Who is signed in, for what, and for how long; and the buttons that change it. */
import type { Session } from 'docgate';
import { Countdown } from './countdown.js';
import { element, fact, find, tags } from './element.js';
import type { Gate } from './gate.js';

export class SessionPanel {
  readonly #out = find('signed-out', HTMLElement);
  readonly #outText = find('signed-out-text', HTMLElement);
  readonly #in = find('signed-in', HTMLElement);
  readonly #facts = find('session-facts', HTMLElement);
  readonly #login = find('login', HTMLButtonElement);
  readonly #loginPopup = find('login-popup', HTMLButtonElement);
  readonly #renew = find('renew', HTMLButtonElement);
  readonly #logout = find('logout', HTMLButtonElement);
  readonly #countdown = new Countdown();
  #gate: Gate | null = null;

  constructor(fetchProfile: () => void) {
    this.#login.addEventListener('click', () => void this.#gate?.login());
    this.#loginPopup.addEventListener('click', () => void this.#gate?.login({ display: 'popup' }));
    this.#renew.addEventListener('click', () => void this.#gate?.login());
    this.#logout.addEventListener('click', () => void this.#gate?.logout());
    find('profile', HTMLButtonElement).addEventListener('click', fetchProfile);
  }

  show(gate: Gate): void {
    this.#gate = gate;
    const { status, session } = gate.snapshot();
    const focused = document.activeElement;
    this.#out.hidden = session !== null;
    this.#in.hidden = session === null;
    const handsOver = gate.outcome?.status === 'popup';
    this.#login.disabled = status === 'loading' || handsOver;
    this.#loginPopup.disabled = this.#login.disabled;
    this.#login.textContent = `Sign in to ${gate.provider.label}`;
    const nobody = handsOver ? 'This window has done its work and may be closed.' : 'Nobody is signed in.';
    this.#outText.textContent = status === 'loading' ? 'Looking for a session…' : nobody;
    this.#renew.hidden = status !== 'expired';
    this.#countdown.stop();
    if (session !== null) this.#facts.replaceChildren(...this.#rows(gate, session, status === 'expired'));
    if (session === null && focused !== null && this.#in.contains(focused)) this.#login.focus();
  }

  #rows(gate: Gate, session: Session, expired: boolean): HTMLElement[] {
    const { user } = session;
    const rows = [
      ...fact(
        'Status',
        expired ? element('span', { class: 'bad' }, 'Expired') : element('span', { class: 'good' }, 'Signed in'),
      ),
      ...fact('User', user === null ? 'Not told by this provider' : (user.name ?? user.id)),
    ];
    if (user?.name !== undefined) rows.push(...fact('Identifier', element('code', {}, user.id)));
    if (user?.email !== undefined) rows.push(...fact('E-mail', user.email));
    rows.push(...fact('Granted', tags(session.scopes, 'Nothing')));
    rows.push(...fact('Missing', tags(session.missingScopes, 'Nothing: all that was asked for was granted')));
    rows.push(...fact('Token ends', expired ? 'It has ended' : this.#countdown.start(session.expiresAt)));
    rows.push(...fact('API base', session.apiBase ?? 'Not known'));
    if (gate.outcome?.status === 'signed-in') rows.push(...fact('Came by', VIA[gate.outcome.via]));
    return rows;
  }
}

const VIA = {
  callback: 'a sign-in that just finished',
  stored: 'this tab’s own store, after a reload',
  tab: 'another tab of this browser',
  refresh: 'a renewal',
} as const;
