/** The public types of docgate. What each call does is said on {@link Auth}. */
import type { AuthErrorCode } from './codes.js';

/** ONLYOFFICE DocSpace, self-hosted. `portal` is the address people open it at. */
export interface DocSpaceProvider {
  readonly id: 'docspace';
  /** Origin of the portal, for example `https://docs.example.com`. */
  readonly portal: string;
}

/** Any OAuth 2.0 or OpenID Connect server that publishes metadata. */
export interface OidcProvider {
  readonly id: 'oidc';
  /** The issuer, exactly as its metadata spells it (compared code point by code point). */
  readonly issuer: string;
  /** Where the metadata is: OpenID Connect Discovery 1.0 (default) or RFC 8414. */
  readonly metadata?: 'openid-configuration' | 'oauth-authorization-server';
  /** Exact origins that the metadata's endpoints may have, beside the issuer's own; default: any https origin. */
  readonly endpointOrigins?: readonly string[];
}

export type ProviderConfig = DocSpaceProvider | OidcProvider;

/** What {@link createAuth} takes. Unknown keys are errors that name the key. */
export interface AuthConfig {
  readonly provider: ProviderConfig;
  /** The public client's identifier. There is no place for a client secret. */
  readonly clientId: string;
  /** Absolute, or a path on this origin. Registered with the provider; no fragment. */
  readonly redirectUri: string;
  /** What to ask for; DocSpace needs at least one. Default for `oidc`: `openid`. */
  readonly scopes?: readonly string[];
  /** `tab` (default): tokens in sessionStorage, a reload stays signed in. `memory`: a reload signs out. */
  readonly persist?: 'tab' | 'memory';
  /** Tabs of this origin share one session. Default: true. */
  readonly shareTabs?: boolean;
  /** `on-demand` (default): a token that has ended is renewed when somebody asks for it. `ahead`: before it ends. */
  readonly renew?: 'on-demand' | 'ahead';
  /** Signs out, in every tab, after so many seconds in which nobody did anything in any tab: 10 to 86,400. Default: never. */
  readonly idleTimeout?: number;
  /** What the address bar shows after a callback. Default: `restore-url`. */
  readonly afterCallback?: 'restore-url' | 'leave';
  /** Base address of the provider's API, where the provider itself does not say it. */
  readonly apiBase?: string;
  /** Exact origins, beside the API base, that {@link Auth.fetch} may send the access token to. */
  readonly allowedOrigins?: readonly string[];
  /** Deadline of each request, body included, in milliseconds: 1,000 to 120,000. Default: 15,000. */
  readonly timeout?: number;
  /** Tolerated clock difference in seconds: 0 to 300. Default: 60. */
  readonly clockSkew?: number;
  /** Insecure pages (plain http off loopback): refused, or plain OAuth only. Default: `refuse`. */
  readonly insecureContext?: 'refuse' | 'allow-oauth';
  /** Receives redacted, structured entries of what docgate does. */
  readonly onLog?: (entry: LogEntry) => void;
  /** Leaves the page. For shells that navigate themselves. Default: `location.assign`. */
  readonly navigate?: (url: string) => void;
}

export interface LoginOptions {
  /** Where to come back to: a path on this origin. Default: the current path, query and fragment. */
  readonly returnTo?: string;
  /** Any JSON value of up to 4 kB, given back in the outcome. */
  readonly appState?: unknown;
  /** Further scopes; the session is asked for anew with the configured ones and these. */
  readonly scopes?: readonly string[];
  readonly prompt?: string;
  readonly loginHint?: string;
  /** Seconds. */
  readonly maxAge?: number;
  readonly acrValues?: string;
  readonly uiLocales?: string;
  /** Further parameters of the authorization request; can never replace docgate's own. */
  readonly extraParams?: Readonly<Record<string, string>>;
  /** Try again after a failed outcome although nobody clicked. */
  readonly retry?: boolean;
  /**
   * Where the provider's pages are shown.
   *
   * - `redirect` (default): in this page, which is left.
   * - `popup`: in a window of its own; this page stays. Call `login()` directly in the click: a window that opens
   *   after anything was awaited is blocked. The redirect URI has to load a page of the app that calls
   *   {@link Auth.ready}; there it answers `popup`, hands its address over, and closes.
   * - `iframe`: in a hidden frame, without asking anybody (`prompt=none`): is someone signed in at the provider? Works
   *   only where the provider allows it and the browser lets it see its cookies; `login_required` means no more than
   *   "not this way".
   */
  readonly display?: 'redirect' | 'popup' | 'iframe';
}

export interface TokenOptions {
  /** Scopes that the token must have. */
  readonly scopes?: readonly string[];
  /** Renew even if the present token is fresh. */
  readonly fresh?: boolean;
}

export interface LogoutOptions {
  /** A path on this origin to go to afterwards; without it the page stays. */
  readonly returnTo?: string;
}

export interface User {
  /** The provider's own, stable identifier of the person (with the issuer, the identity). */
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
}

/** Who is signed in, and for what. Never holds a token. */
export interface Session {
  readonly provider: string;
  /** `null` where the provider tells no identity (plain OAuth). */
  readonly user: User | null;
  readonly scopes: readonly string[];
  /** Asked for, and not granted. */
  readonly missingScopes: readonly string[];
  /** Milliseconds since 1970 at which the access token ends; `null` when the server did not say. */
  readonly expiresAt: number | null;
  readonly apiBase: string | null;
  /** The checked claims: of the ID token where there is one, else of the access token where the provider defines them. */
  readonly claims: Readonly<Record<string, unknown>>;
}

export type Snapshot =
  | { readonly status: 'loading'; readonly session: null; readonly error: null }
  | { readonly status: 'signed-in'; readonly session: Session; readonly error: AuthError | null }
  | { readonly status: 'expired'; readonly session: Session; readonly error: AuthError | null }
  | { readonly status: 'signed-out'; readonly session: null; readonly error: AuthError | null };

/** What {@link Auth.ready} found. */
export type Outcome =
  | {
      readonly status: 'signed-in';
      readonly session: Session;
      /** How: a callback just finished, a stored session, another tab's, or a renewal. */
      readonly via: 'callback' | 'stored' | 'tab' | 'refresh';
      readonly returnTo: string | null;
      readonly appState: unknown;
    }
  | {
      readonly status: 'signed-out';
      readonly reason: 'expired' | 'idle' | 'login-required' | null;
      readonly returnTo: string | null;
      readonly appState: unknown;
    }
  | {
      readonly status: 'failed';
      readonly error: AuthError;
      readonly returnTo: string | null;
      readonly appState: unknown;
    }
  | {
      /**
       * This page is where a login with `display: 'popup'` or `'iframe'` came back to. It has handed its address to the
       * page that waits and is about to be closed, by the browser or else by the person: show nothing, or that it may be
       * closed. Every other call rejects with `popup_window` here.
       */
      readonly status: 'popup';
    };

export type AuthEvent =
  | { readonly type: 'signed-in'; readonly snapshot: Snapshot }
  | {
      readonly type: 'signed-out';
      readonly snapshot: Snapshot;
      readonly reason: 'logout' | 'other-tab' | 'expired' | 'idle';
    }
  /** The session goes on with a new token, got here or in another tab. */
  | { readonly type: 'renewed'; readonly snapshot: Snapshot }
  /** The session will end in `remaining` milliseconds: nothing can renew it (`lifetime`), or nobody does anything (`idle`). */
  | {
      readonly type: 'expiring';
      readonly snapshot: Snapshot;
      readonly reason: 'lifetime' | 'idle';
      readonly remaining: number;
    }
  /** The session is over, and this provider has no renewal. The snapshot still shows who it was. */
  | { readonly type: 'expired'; readonly snapshot: Snapshot }
  /** The session could be renewed, and the server refused, or the newer token was lost with another tab. The snapshot says `expired`. */
  | { readonly type: 'login-required'; readonly snapshot: Snapshot }
  /** The session goes on, but its token has ended and cannot be renewed now, since the network or the server fails (`network`), or it cannot be stored and a reload will lose it (`storage`). */
  | { readonly type: 'degraded'; readonly snapshot: Snapshot; readonly reason: 'network' | 'storage' }
  | { readonly type: 'failed'; readonly snapshot: Snapshot };

export interface LogEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly event:
    | 'login-started'
    | 'navigate'
    | 'callback'
    | 'request'
    | 'response'
    | 'session'
    | 'signed-out'
    | 'expired'
    | 'tab'
    | 'warning'
    | 'failed';
  /** What exactly; from a closed set of constants, or an address without its values. */
  readonly detail: string;
  /** HTTP status, where there is one. */
  readonly status?: number;
  /** Error code, where there is one. */
  readonly code?: AuthErrorCode;
  /** Names of values that were left out of `detail`. */
  readonly redacted?: readonly string[];
}

/** Every failure that docgate tells of. Branch on `code`; the message is for people. */
export interface AuthError extends Error {
  readonly name: 'AuthError';
  readonly code: AuthErrorCode;
  /** The key of the config, option, or answer that is meant. */
  readonly field?: string;
  readonly provider?: string;
  /** The server's own words: untrusted, cut to length, control characters removed. */
  readonly error?: string;
  readonly errorDescription?: string;
  readonly errorUri?: string;
  readonly status?: number;
  /** Seconds to wait, where the server said so. */
  readonly retryAfter?: number;
  /** Scopes that a `login()` has to ask for. */
  readonly scopes?: readonly string[];
}

export interface Auth {
  /** Finishes a callback, else restores a session, else says that nobody is signed in. One promise per document; never rejects for what a user, a server or a storage can cause. */
  ready(): Promise<Outcome>;
  /**
   * Resolves when someone is signed in, leaves the page when not. With `display: 'popup'` the page stays and the promise
   * always settles: `popup_blocked`, `popup_closed`, `timeout` (ten minutes), or what the provider said. A window that
   * comes back after `popup_closed` or `timeout` still signs in, with an event.
   */
  login(options?: LoginOptions): Promise<Session>;
  /** The authorization URL, for shells that navigate themselves; the pending login is stored. */
  loginUrl(options?: Omit<LoginOptions, 'display'>): Promise<string>;
  /** Finishes the callback at `url`, which a shell received; the counterpart of {@link loginUrl}. */
  complete(url: string): Promise<Outcome>;
  snapshot(): Snapshot;
  readonly session: Session | null;
  /** Calls `listener` on every event; returns the function that ends this. */
  subscribe(listener: (event: AuthEvent) => void): () => void;
  getAccessToken(options?: TokenOptions): Promise<string>;
  /** `fetch` with the access token, to the API base and the allowed origins only. HTTP statuses never throw. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** The provider's own record of the person. */
  fetchProfile(): Promise<Readonly<Record<string, unknown>>>;
  /** Signs out here and in every tab, always. */
  logout(options?: LogoutOptions): Promise<void>;
  dispose(): void;
}
