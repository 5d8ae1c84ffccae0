/** The people who are signed in beside each other: one more, another one to the front, one out. */
import type { Account } from 'docgate';
import { element, find } from './element.js';
import type { Gate } from './gate.js';
import { badge, person } from './person.js';

export class AccountsPanel {
  readonly #section = find('accounts', HTMLElement);
  readonly #list = find('accounts-list', HTMLElement);
  readonly #add = find('account-add', HTMLButtonElement);
  #gate: Gate | null = null;
  #shown = '';

  constructor() {
    this.#add.addEventListener('click', () => void this.#gate?.login({ prompt: 'select_account' }));
  }

  show(gate: Gate): void {
    this.#gate = gate;
    const accounts = gate.accounts();
    const focused = this.#section.contains(document.activeElement);
    this.#section.hidden = accounts.length === 0;
    // Built anew only when it changed: a button that one is about to press stays.
    const shown = JSON.stringify([gate.provider.id, accounts]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#list.replaceChildren(...accounts.map((account) => this.#row(account)));
    if (focused && accounts.length > 0) this.#add.focus();
  }

  #row(account: Account): HTMLElement {
    const name = account.name ?? account.id;
    const actions = element('div', { class: 'actions' });
    if (!account.current) {
      actions.append(button('Switch to', name, () => this.#gate?.switchTo(account.id)));
    }
    actions.append(button('Sign out', name, () => this.#gate?.logout({ account: account.id, provider: false })));
    const state = account.current ? [badge('In use', 'good')] : [];
    return element('li', account.current ? { 'aria-current': 'true' } : {}, person(account, ...state), actions);
  }
}

/** The same words in each row; who is meant is said to those who cannot see the row. */
function button(words: string, name: string, act: () => Promise<void> | undefined): HTMLButtonElement {
  const made = element('button', { type: 'button' }, words, element('span', { class: 'unseen' }, ` ${name}`));
  made.addEventListener('click', () => void act());
  return made;
}
