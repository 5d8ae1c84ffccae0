/** The claims of a session, as rows. One value is left out: the nonce is the sign-in's own, and nobody else's business. */
import { element, fact } from './element.js';

const MOMENTS: readonly string[] = ['exp', 'iat', 'nbf', 'auth_time'];
const WITHHELD: readonly string[] = ['nonce'];

export function claimRows(claims: Readonly<Record<string, unknown>>): HTMLElement[] {
  return Object.entries(claims).flatMap(([name, value]) => [...fact(name, ...shown(name, value))]);
}

function shown(name: string, value: unknown): (HTMLElement | string)[] {
  if (WITHHELD.includes(name)) return ['left out'];
  const code = element('code', {}, typeof value === 'string' ? value : JSON.stringify(value));
  if (!MOMENTS.includes(name) || typeof value !== 'number') return [code];
  return [code, ` ${new Date(value * 1000).toLocaleString()}`];
}
