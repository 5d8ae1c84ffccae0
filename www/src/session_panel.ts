/** Who is signed in, for what, and for how long; and the buttons that change it. */
import type { Session } from 'docgate';
import { Countdown } from './countdown.js';
import { element, fact, find, tags } from './element.js';
import type { Gate } from './gate.js';
import { badge, person, tenantOf } from './person.js';

export class SessionPanel {
  readonly #out = find('signed-out', HTMLElement);
  readonly #outText = find('signed-out-text', HTMLElement);
  readonly #in = find('signed-in', HTMLElement);
  readonly #person = find('session-person', HTMLElement);
  readonly #facts = find('session-facts', HTMLElement);
  readonly #login = find('login', HTMLButtonElement);
  readonly #loginPopup = find('login-popup', HTMLButtonElement);
  readonly #again = find('renew', HTMLButtonElement);
  readonly #renewNow = find('renew-now', HTMLButtonElement);
  readonly #profile = find('profile', HTMLButtonElement);
  readonly #logout = find('logout', HTMLButtonElement);
  readonly #logoutThere = find('logout-provider', HTMLButtonElement);
  readonly #countdown = new Countdown();
  #gate: Gate | null = null;

  constructor(fetchProfile: () => void) {
    this.#login.addEventListener('click', () => void this.#gate?.login());
    this.#loginPopup.addEventListener('click', () => void this.#gate?.login({ display: 'popup' }));
    this.#again.addEventListener('click', () => void this.#gate?.login());
    this.#renewNow.addEventListener('click', () => void this.#gate?.renew());
    this.#logout.addEventListener('click', () => void this.#gate?.logout({ provider: false }));
    this.#logoutThere.addEventListener('click', () => {
      const returnTo = `${location.pathname}${location.search}${location.hash}`;
      void this.#gate?.logout({ provider: true, returnTo });
    });
    this.#profile.addEventListener('click', fetchProfile);
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
    this.#loginPopup.hidden = !gate.provider.windows;
    this.#login.textContent = `Sign in to ${gate.provider.label}`;
    const nobody = handsOver ? 'This window has done its work and may be closed.' : 'Nobody is signed in.';
    this.#outText.textContent = status === 'loading' ? 'Looking for a session…' : nobody;
    this.#again.hidden = status !== 'expired';
    this.#renewNow.hidden = gate.setUp.renewal === undefined || status !== 'signed-in';
    this.#profile.hidden = !gate.provider.profile;
    this.#logout.textContent = gate.accounts().length > 1 ? 'Sign out all' : 'Sign out';
    this.#logoutThere.hidden = gate.provider.signOutPage === null;
    this.#logoutThere.textContent = `Sign out at ${gate.provider.signOutPage} too`;
    this.#countdown.stop();
    if (session !== null) {
      const expired = status === 'expired';
      this.#person.replaceChildren(
        person(session.user, expired ? badge('Expired', 'bad') : badge('Signed in', 'good')),
      );
      this.#facts.replaceChildren(...this.#rows(gate, session, expired));
    }
    if (session === null && focused !== null && this.#in.contains(focused)) this.#login.focus();
  }

  #rows(gate: Gate, session: Session, expired: boolean): HTMLElement[] {
    const { user } = session;
    const tenant = tenantOf(session);
    const rows: HTMLElement[] = [];
    if (user?.name !== undefined) rows.push(...fact('Identifier', element('code', {}, user.id)));
    if (tenant !== null) rows.push(...fact('Tenant', element('code', {}, tenant)));
    // Where there are no scopes, nothing can be granted or missing.
    if (gate.setUp.config.scopes !== undefined) {
      rows.push(...fact('Granted', tags(session.scopes, 'Nothing')));
      rows.push(...fact('Missing', tags(session.missingScopes, 'Nothing: all that was asked for was granted')));
    }
    rows.push(...fact('Token ends', expired ? 'It has ended' : this.#countdown.start(session.expiresAt)));
    if (gate.setUp.renewal !== undefined) rows.push(...fact('Renewed by', gate.setUp.renewal));
    if (gate.setUp.behind === undefined) rows.push(...fact('API base', session.apiBase ?? 'Not known'));
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
