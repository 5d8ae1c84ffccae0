/**
 * What `docgate/doctor` reads off an {@link Auth}: a seam between two entries of this package, which share no code. Not for
 * apps: it may change with every version.
 */
import type { AuthError } from './types.js';

/** Where an `Auth` has its {@link Inspection}; the same in every copy of docgate on a page. */
export const INSPECTION: unique symbol = Symbol.for('docgate.inspection') as never;

export interface Inspection {
  /** Where the core was not there at once: settles when it is. Before that, nothing else can be asked. */
  readonly load?: () => Promise<void>;
  /** Touches no storage and no network. */
  describe(): Description;
  /** Names the client's records; `docgate/testing` puts one into a page by it. */
  key(): string;
  /**
   * Sends a token request with a code that nobody gave out, judged as any other answer. `null`: the code was refused, and
   * nothing else is wrong. Costs one request of those that the provider allows.
   */
  probe(): Promise<AuthError | null>;
  /** As configured. */
  readonly insecure: 'refuse' | 'allow-oauth';
  /** As configured; `null`: not at all. */
  readonly clockSkew: number | null;
}

/** Where requests go. Addresses, and no secret. */
export interface Description {
  readonly provider: string;
  readonly clientId: string;
  readonly issuer: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  /** Address of the metadata document, where endpoints are known by it alone. */
  readonly metadata: string | null;
  /** `null`: only the metadata tells. The same for `token` and `jwks`. */
  readonly authorization: string | null;
  readonly token: string | null;
  readonly jwks: string | null;
  /** Where the provider signs out. */
  readonly endSession: string | null;
  /** The relay's entry. */
  readonly relay: string | null;
  readonly apis: readonly { readonly name: string; readonly base: string }[];
  /** Says without a sign-in whether people can sign in at all. */
  readonly capabilities: string | null;
  /** What a missing CORS header means at this provider. */
  readonly crossOrigin: string | null;
}
