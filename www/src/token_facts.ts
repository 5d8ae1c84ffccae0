/**
 * For whom a token is, and when it ends, to show that one sign-in gives several. The token itself goes nowhere.
 *
 * An app has no need for this and must not rest on it: an access token is its API's to read, and may be no JWT at all.
 * Nothing is checked here, and nothing is decided by it.
 */

export interface TokenFacts {
  readonly resource: string | null;
  /** Milliseconds since 1970. */
  readonly expiresAt: number | null;
}

export function factsOf(token: string): TokenFacts {
  const claims = payload(token.split('.')[1] ?? '');
  const { aud, exp } = claims;
  return {
    resource: typeof aud === 'string' ? aud : null,
    expiresAt: typeof exp === 'number' ? exp * 1000 : null,
  };
}

function payload(part: string): Record<string, unknown> {
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (byte) => byte.charCodeAt(0));
    const read: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
