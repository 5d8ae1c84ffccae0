/**
 * Asks whoever came back whether the account is theirs, where nothing else proves it. Only a press of "Yes" is a yes:
 * Escape, and a page that is left, are not.
 */
import type { User } from 'docgate';
import { find } from './element.js';
import { person } from './person.js';

export class ConfirmDialog {
  readonly #dialog = find('confirm', HTMLDialogElement);
  readonly #title = find('confirm-title', HTMLElement);
  readonly #person = find('confirm-person', HTMLElement);
  readonly #after: HTMLElement;

  /** `after` gets the focus once it is answered: what comes of it is told there. */
  constructor(after: HTMLElement) {
    this.#after = after;
    find('confirm-yes', HTMLButtonElement).addEventListener('click', () => this.#dialog.close('yes'));
    find('confirm-no', HTMLButtonElement).addEventListener('click', () => this.#dialog.close('no'));
  }

  async ask(label: string, user: User): Promise<boolean> {
    this.#title.textContent = `Is this your ${label} account?`;
    this.#person.replaceChildren(person(user));
    this.#dialog.returnValue = 'no';
    this.#dialog.showModal();
    // On no button: a key that was pressed for something else answers nothing.
    this.#dialog.focus();
    await new Promise((closed) => this.#dialog.addEventListener('close', closed, { once: true }));
    this.#after.focus();
    return this.#dialog.returnValue === 'yes';
  }
}
