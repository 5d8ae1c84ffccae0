/** Shows what went wrong: the code, the message, the evidence, and what to do about it. */
import { type AuthError, isAuthError } from 'docgate';
import { adviceFor } from './advice.js';
import { find } from './element.js';
import { evidenceOf } from './evidence.js';
import type { Gate, Problem } from './gate.js';

export class ProblemPanel {
  readonly #section = find('problem', HTMLElement);
  readonly #title = find('problem-title', HTMLElement);
  readonly #message = find('problem-message', HTMLElement);
  readonly #evidence = find('problem-evidence', HTMLElement);
  readonly #advice = find('problem-advice', HTMLElement);
  readonly #retry = find('problem-retry', HTMLButtonElement);
  #shown: Problem | null = null;
  #gate: Gate | null = null;

  constructor() {
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
      if (hadFocus) focusSession();
      return;
    }
    const { doing, error, retry } = gate.problem;
    const told = isAuthError(error) ? error : null;
    this.#title.textContent = `${gate.provider.label}: ${doing} did not work`;
    this.#message.textContent = error.message;
    this.#evidence.replaceChildren(...(told === null ? [] : evidenceOf(told)));
    this.#advice.textContent = adviceFor(told);
    this.#retry.hidden = retry === null;
    this.#retry.textContent = wayOut(doing, told);
  }
}

/** What the button does: it signs in where only that helps, and then with what the error carries. */
function wayOut(doing: string, error: AuthError | null): string {
  if (error?.code === 'interaction_required') return 'Sign in with what it asks for';
  return error?.code === 'login_required' || doing === 'signing in' ? 'Sign in again' : 'Try again';
}

/** The focus goes to the next thing to do when the button that had it is gone. */
function focusSession(): void {
  const panel = find('session-title', HTMLElement).closest('section');
  const usable = [...(panel?.querySelectorAll('button') ?? [])].filter(
    (button) => !button.disabled && button.offsetParent !== null,
  );
  usable[0]?.focus();
}
