/** The control API of the test doubles, and the switch of the relay at whoever serves this page. */
import { base } from './base.js';
import type { Switches } from './switches.js';

export class Control {
  readonly #address: string;
  readonly #relay: URL | null;
  /** What went wrong last; empty after a request that did not. */
  trouble = '';

  /** `address`: of the control API; `relay`: of the switch, beside the page. */
  constructor(address: string, relay: string | null) {
    this.#address = address;
    this.#relay = relay === null ? null : new URL(relay.replace(/^\//, ''), base);
  }

  /** How everything is switched now; `null` if nobody tells. */
  async switches(): Promise<unknown> {
    return (await this.#ask(`${this.#address}/state`, 'GET'))?.switches ?? null;
  }

  /** Sets these and leaves the others; gives all. */
  async set(switches: Switches): Promise<unknown> {
    return await this.#ask(`${this.#address}/switches`, 'PUT', switches);
  }

  async act(path: string, body: Readonly<Record<string, unknown>>): Promise<Record<string, unknown> | null> {
    return await this.#ask(`${this.#address}/${path}`, 'POST', body);
  }

  /** Whether the relay can be stopped from here. */
  get switchesRelay(): boolean {
    return this.#relay !== null;
  }

  /** Whether the relay runs; with `running`, after it was stopped or started. `null` if nobody tells. */
  async relay(running?: boolean): Promise<boolean | null> {
    if (this.#relay === null) return null;
    const answer = await this.#ask(
      this.#relay.href,
      running === undefined ? 'GET' : 'PUT',
      running === undefined ? undefined : { running },
    );
    return typeof answer?.running === 'boolean' ? answer.running : null;
  }

  async #ask(address: string, method: string, body?: unknown): Promise<Record<string, unknown> | null> {
    this.trouble = '';
    try {
      const headers = { 'Content-Type': 'application/json' };
      const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
      const answer = await fetch(address, init);
      if (answer.ok) return (await answer.json()) as Record<string, unknown>;
      this.trouble = `The sandbox answered ${answer.status}.`;
    } catch {
      this.trouble = 'The sandbox cannot be reached.';
    }
    return null;
  }
}
