/** Who is signed in at a fake: a session of few words, and what it is when the rest is filled in. */
import type { Session, User } from '../types.js';

/** As much of a session as a test cares for. */
export interface FakeSession extends Partial<Omit<Session, 'user' | 'expiresAt'>> {
  /** Who; `null`: the provider tells no identity. Default: Ada Lovelace. */
  readonly user?: (Partial<User> & { readonly id?: string }) | null;
  /** How long an access token lives, in milliseconds; `null`: the server did not say. Default: an hour. */
  readonly lifetime?: number | null;
}

/** How long an access token lives where a test does not say. */
export const HOUR = 3_600_000;

/** The person of a test that does not care. */
export const ADA: User = { id: 'ada', name: 'Ada Lovelace', email: 'ada@example.test' };

/** The session that a test means, with a token that was issued at `now`. */
export function sessionOf(wanted: FakeSession, now: number): Session {
  const { lifetime = HOUR, user = ADA, ...given } = wanted;
  const who = user === null ? null : { ...(user.id === undefined ? ADA : {}), ...user };
  return {
    provider: 'docspace',
    scopes: ['accounts.self:read', 'files:read'],
    missingScopes: [],
    apiBase: 'https://docs.example.com',
    claims: {},
    ...given,
    user: who === null ? null : { ...who, id: who.id ?? ADA.id },
    expiresAt: lifetime === null ? null : now + lifetime,
  };
}
