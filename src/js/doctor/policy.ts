/** Which of doctor's own requests the page's Content-Security-Policy has stopped: the browser tells by an event. */

import { pause } from '../patience.js';
import { originOf } from './redaction.js';

/** An event is on its way when its request fails; so long it is waited for. */
const LOOKS = 10;
const LOOK = 50;

export interface Policy {
  /** How often requests to the origin of `address` were stopped so far. */
  count(address: string): number;
  /** The directive that has stopped more than `before` requests to the origin of `address`; nothing where none did. */
  blocks(address: string, before?: number): Promise<string | undefined>;
  end(): void;
}

/** Listens from now on. */
export function watchPolicy(): Policy {
  const seen = new Map<string, string[]>();
  const stopped = (address: string): string[] => seen.get(originOf(address)) ?? [];
  const hear = ({
    blockedURI,
    disposition,
    effectiveDirective,
    originalPolicy,
  }: SecurityPolicyViolationEvent): void => {
    // What is only reported is not blocked; an image or a frame of the same origin is another matter.
    if (disposition === 'report' || effectiveDirective !== 'connect-src') return;
    const own = /(^|;)\s*connect-src[\s;]/i.test(`${originalPolicy};`);
    seen.set(originOf(blockedURI), [...stopped(blockedURI), own ? 'connect-src' : 'connect-src (now default-src)']);
  };
  document.addEventListener('securitypolicyviolation', hear);
  return {
    count: (address) => stopped(address).length,
    async blocks(address, before = 0) {
      for (let look = 0; look < LOOKS && stopped(address).length <= before; look += 1) await pause(LOOK);
      return stopped(address)[before];
    },
    end: () => document.removeEventListener('securitypolicyviolation', hear),
  };
}
