/** Shows what went wrong: the code, the message, the evidence, and what to do about it. */
import { type AuthError, isAuthError } from 'docgate';
import { adviceFor } from './advice.js';
import { adviceOnSilence } from './call_advice.js';
import { SIGNING_IN } from './condition.js';
import { copies } from './copy.js';
import { element, fact, find } from './element.js';
import { evidenceOf } from './evidence.js';
import type { Gate, Problem } from './gate.js';
import { prose } from './prose.js';

export class ProblemPanel {
  readonly #section = find('problem', HTMLElement);
  readonly #title = find('problem-title', HTMLElement);
  readonly #message = find('problem-message', HTMLElement);
  readonly #evidence = find('problem-evidence', HTMLElement);
  readonly #advice = find('problem-advice', HTMLElement);
  readonly #retry = find('problem-retry', HTMLButtonElement);
  #shown: Problem | null = null;
  #gate: Gate | null = null;

  constructor(announce: (text: string) => void) {
    copies(find('problem-copy', HTMLButtonElement), () => this.#section.innerText, announce);
    this.#retry.addEventListener('click', () => void this.#shown?.retry?.());
    find('problem-dismiss', HTMLButtonElement).addEventListener('click', () => this.#gate?.dismiss());
  }

  show(gate: Gate): void {
    this.#gate = gate;
    if (this.#shown === gate.problem) return;
    const hadFocus = this.#section.contains(document.activeElement);
    this.#shown = gate.problem;
    this.#section.hidden = gate.problem === null;
    if (gate.problem === null) {
      if (hadFocus) focusState();
      return;
    }
    const { doing, error, retry } = gate.problem;
    const told = isAuthError(error) ? error : null;
    this.#title.textContent = `${gate.provider.label}: ${doing} did not work`;
    this.#message.replaceChildren(...prose(error.message));
    const known = told === null ? fact('Thrown by the browser', element('code', {}, error.name)) : evidenceOf(told);
    this.#evidence.replaceChildren(...known);
    this.#advice.replaceChildren(...prose(adviceOnSilence(error) ?? adviceFor(told)));
    this.#retry.hidden = retry === null;
    this.#retry.textContent = wayOut(doing, told);
  }
}

/** What the button does: it signs in where only that helps, and then with what the error carries. */
function wayOut(doing: string, error: AuthError | null): string {
  if (error?.code === 'interaction_required') return 'Sign in with what it asks for';
  return error?.code === 'login_required' || doing === SIGNING_IN ? 'Sign in again' : 'Try again';
}

/** The focus goes to the next thing to do when the button that had it is gone. */
function focusState(): void {
  const panel = find('state', HTMLElement);
  const usable = [...panel.querySelectorAll('button')].filter(
    (button) => !button.disabled && button.offsetParent !== null,
  );
  usable[0]?.focus();
}
