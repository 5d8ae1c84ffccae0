/** Sudden deaths of tokens, and faults, as several of the doubles have them. */
import type { Switches } from '../switches.js';
import type { Act, Toggle } from './double.js';

export const EXPIRE: Act = {
  name: 'expire',
  label: 'Expire the token now',
  hint: 'The access token ends at the server, and the page does not know.',
  path: 'expire',
  body: (whose) => ({ what: 'access', ...whose }),
  done: 'The access token has expired at the server. The page finds out by its next call.',
};

export const EVICT: Act = {
  name: 'evict',
  label: 'Evict from another device',
  hint: 'As when the same person signs in elsewhere and this sign-in has to go.',
  path: 'evict',
  body: (whose) => ({ ...whose }),
  done: 'Another device has taken over: every token of this sign-in is dead. The page finds out by its next call.',
};

/** What a server says that has been asked too often. */
const TOO_MANY = {
  kind: 'custom',
  status: 429,
  headers: { 'Content-Type': 'application/json', 'Retry-After': '30' },
  body: { error: 'temporarily_unavailable', error_description: 'Too many requests.' },
};

const UNAVAILABLE = { kind: 'custom', status: 503, body: 'Service unavailable' };

/** Which parts of which doubles, by section. */
type Parts = Readonly<Record<string, readonly string[]>>;

const faults = (parts: Parts, fault: object | null): Switches =>
  Object.fromEntries(
    Object.entries(parts).map(([section, names]) => [
      section,
      Object.fromEntries(names.map((name) => [`${name}_fault`, fault])),
    ]),
  );

export const rateLimit = (parts: Parts): Toggle => ({
  name: 'limit',
  label: 'Rate limit',
  hint: 'Token endpoint and API answer 429.',
  on: faults(parts, TOO_MANY),
  off: faults(parts, null),
});

export const serverOff = (hint: string, parts: Parts): Toggle => ({
  name: 'server',
  label: 'Identity server off',
  hint,
  on: faults(parts, UNAVAILABLE),
  off: faults(parts, null),
});
