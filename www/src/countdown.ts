/** Counts down to the end of an access token, once a second. Not a live region: nobody wants to hear every second. */
import { element } from './element.js';

export class Countdown {
  #timer: ReturnType<typeof setInterval> | null = null;

  /** The element that shows it; a server that does not say when the token ends gets a sentence. */
  start(expiresAt: number | null): HTMLElement | string {
    this.stop();
    if (expiresAt === null) return 'Not told by the server';
    const shown = element('time', { class: 'countdown', datetime: new Date(expiresAt).toISOString() });
    const tick = () => {
      shown.textContent = `in ${remaining(expiresAt - Date.now())}, at ${new Date(expiresAt).toLocaleTimeString()}`;
    };
    tick();
    this.#timer = setInterval(tick, 1000);
    return shown;
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}

/** `mm:ss`, or `h:mm:ss`. */
export function remaining(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const two = (part: number) => String(part).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}
