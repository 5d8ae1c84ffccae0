/**
 * What was told of each provider, kept in sessionStorage over the redirect, so that one sees the whole sign-in. The
 * entries hold no secret value, which is why they may be kept and shown.
 */
import type { FlowEntry } from './called.js';

interface Noted {
  readonly provider: string;
  readonly entry: FlowEntry;
}

/** Of all providers together. */
const KEPT = 300;
const KEY = 'demo.flow';

export class FlowStore {
  #noted: Noted[] = stored();

  note(provider: string, entry: FlowEntry): void {
    this.#noted.push({ provider, entry });
    this.#noted.splice(0, this.#noted.length - KEPT);
    this.#keep();
  }

  /** By when it began: a call is noted when it has its answer. */
  of(provider: string): FlowEntry[] {
    const entries = this.#noted.filter((noted) => noted.provider === provider).map(({ entry }) => entry);
    return entries.sort((one, other) => one.at - other.at);
  }

  clear(provider: string): void {
    this.#noted = this.#noted.filter((noted) => noted.provider !== provider);
    this.#keep();
  }

  #keep(): void {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.#noted));
    } catch {
      // Storage is blocked or full: the flow then begins anew on each page.
    }
  }
}

function stored(): Noted[] {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}
