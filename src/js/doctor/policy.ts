/** Which of doctor's own requests the page's Content-Security-Policy has stopped: the browser tells by an event. */
import { originOf } from './redaction.js';
import { pause } from './time.js';

/** An event is on its way when its request fails; so long it is waited for. */
const LOOKS = 10;
const LOOK = 50;

export interface Policy {
  /** The directive that stops requests to the origin of `address`; nothing where none does. */
  blocks(address: string): Promise<string | undefined>;
  end(): void;
}

/** Listens from now on. */
export function watchPolicy(): Policy {
  const seen = new Map<string, string>();
  const hear = ({
    blockedURI,
    disposition,
    effectiveDirective,
    originalPolicy,
  }: SecurityPolicyViolationEvent): void => {
    // What is only reported is not blocked; an image or a frame of the same origin is another matter.
    if (disposition === 'report' || effectiveDirective !== 'connect-src') return;
    const own = /(^|;)\s*connect-src[\s;]/i.test(`${originalPolicy};`);
    seen.set(originOf(blockedURI), own ? 'connect-src' : 'connect-src (now default-src)');
  };
  document.addEventListener('securitypolicyviolation', hear);
  return {
    async blocks(address) {
      const origin = originOf(address);
      for (let look = 0; look < LOOKS && !seen.has(origin); look += 1) await pause(LOOK);
      return seen.get(origin);
    },
    end: () => document.removeEventListener('securitypolicyviolation', hear),
  };
}
