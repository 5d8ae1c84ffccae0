/** What the session is: who, for what, until when; or what a sign-in will ask for while there is none. */
import type { Session } from 'docgate';
import { claimRows } from './claims.js';
import { element, fact, find } from './element.js';
import type { Gate } from './gate.js';
import { tenantOf } from './person.js';
import { scopeList } from './scopes.js';

export class SessionPanel {
  readonly #hint = find('session-hint', HTMLElement);
  readonly #facts = find('session-facts', HTMLElement);
  readonly #scopes = find('session-scopes', HTMLElement);
  readonly #logins = find('session-logins', HTMLElement);
  readonly #claimsBox = find('session-claims-box', HTMLElement);
  readonly #claims = find('session-claims', HTMLElement);
  #gate: Gate | null = null;
  #shown = '';

  show(gate: Gate): void {
    this.#gate = gate;
    const { session, status } = gate.snapshot();
    // Built anew only when it changed: a button that one is about to press stays.
    const shown = JSON.stringify([gate.provider.id, gate.chosen, status, session, gate.who, gate.outcome?.status]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#hint.textContent = hintFor(gate, session);
    this.#facts.replaceChildren(...(session === null ? [] : rows(gate, session)));
    this.#scopes.replaceChildren(...scopeList(gate, session, () => void this.#askAgain()));
    this.#logins.replaceChildren(...(session === null ? [] : this.#ways(gate)));
    this.#claimsBox.hidden = session === null || Object.keys(session.claims).length === 0;
    this.#claims.replaceChildren(...(session === null ? [] : claimRows(session.claims)));
  }

  /** Signs in for what was asked for and not granted. */
  async #askAgain(): Promise<void> {
    const missing = this.#gate?.snapshot().session?.missingScopes ?? [];
    await this.#gate?.login({ scopes: missing });
  }

  #ways(gate: Gate): HTMLElement[] {
    return gate.provider.logins.map(({ label, options }) => {
      const button = element('button', { type: 'button' }, label);
      button.addEventListener('click', () => void this.#gate?.login(options));
      return button;
    });
  }
}

function hintFor(gate: Gate, session: Session | null): string {
  if (gate.auth === null) return 'There can be no session with this config.';
  return session === null
    ? 'Nobody is signed in. This is what a sign-in will ask for.'
    : 'What the app knows. A token is not among it.';
}

function rows(gate: Gate, session: Session): HTMLElement[] {
  const { user } = session;
  const { name, email } = gate.who;
  const tenant = tenantOf(session);
  const made: HTMLElement[] = [];
  made.push(...fact('Name', name ?? 'Not told'));
  if (email !== undefined) made.push(...fact('E-mail', email));
  if (user !== null) made.push(...fact('Identifier', element('code', {}, user.id)));
  if (tenant !== null) made.push(...fact('Tenant', element('code', {}, tenant)));
  if (gate.setUp.behind === undefined) {
    made.push(...fact('API base', session.apiBase === null ? 'Not known' : element('code', {}, session.apiBase)));
  }
  if (gate.outcome?.status === 'signed-in') made.push(...fact('Came by', VIA[gate.outcome.via]));
  return made;
}

const VIA = {
  callback: 'a sign-in that just finished',
  stored: 'this tab’s own store, after a reload',
  tab: 'another tab of this browser',
  refresh: 'a renewal',
} as const;
