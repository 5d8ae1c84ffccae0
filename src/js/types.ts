/** The public types of docgate. What each call does is said on {@link Auth}. */
import type { AuthError } from './auth_error.js';
import type { AuthErrorCode } from './codes.js';
import type { DocSpaceScope } from './docspace_api/scopes.js';
import type { AuthEvent } from './events.js';
import type { DocplannerProvider, ProviderConfig } from './provider_types.js';

export type * from './auth_error.js';
export type * from './events.js';
export type * from './provider_types.js';

/** What {@link createAuth} takes. Unknown keys are errors that name the key. */
export interface AuthConfig {
  readonly provider: ProviderConfig;
  /** The public client's identifier. There is no place for a client secret. */
  readonly clientId: string;
  /** Absolute, or a path on this origin. Registered with the provider; no fragment. */
  readonly redirectUri: string;
  /**
   * What to ask for; DocSpace needs at least one. Default for `oidc`: `openid`. The presets behind Microsoft Entra ID add
   * `openid profile offline_access`, and spell out the short names of their own API's scopes. Any text is taken; the names
   * that editors offer are DocSpace's.
   */
  readonly scopes?: readonly (DocSpaceScope | (string & {}))[];
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
  /** Deadline of each request, body included, in milliseconds: 1,000 to 120,000. Default: 15,000; where a relay redeems codes and may let them wait, 60,000. */
  readonly timeout?: number;
  /** Tolerated clock difference in seconds: 0 to 300. Default: 60. */
  readonly clockSkew?: number;
  /** Insecure pages (plain http off loopback): refused, or plain OAuth only. Default: `refuse`. */
  readonly insecureContext?: 'refuse' | 'allow-oauth';
  /** Where the provider's sign-out page comes back to: absolute, or a path on this origin; registered with the provider. */
  readonly postLogoutRedirectUri?: string;
  /**
   * `true`: the app handles claims challenges, which Microsoft Entra ID is told (`cp1`); then every API may send them.
   * `'popup'`: the same, and {@link Auth.fetch} may open a popup where a challenge needs the person. Default: `false`;
   * challenges that come all the same are answered without the person, or `interaction_required`.
   */
  readonly claimsChallenges?: boolean | 'popup';
  /** Test doubles in place of the addresses that a preset pins: where people sign in, and the API (for DocSpace without `portal`: the one portal). Only for pages on loopback, and loopback origins. */
  readonly sandbox?: { readonly login?: string; readonly api?: string };
  /** Receives redacted, structured entries of what docgate does. */
  readonly onLog?: (entry: LogEntry) => void;
  /** Leaves the page. For shells that navigate themselves. Default: `location.assign`. */
  readonly navigate?: (url: string) => void;
}

/** What {@link createAuth} takes for a provider whose calls somebody else's sign-in guards. */
export interface GuardedConfig extends Pick<AuthConfig, 'onLog'> {
  readonly provider: DocplannerProvider;
  readonly clientId?: never;
  readonly redirectUri?: never;
}

/** What {@link Auth.login} takes, all of it optional. */
export interface LoginOptions {
  /** Where to come back to: a path on this origin. Default: the current path, query and fragment. */
  readonly returnTo?: string;
  /** Any JSON value of up to 4 kB, given back in the outcome. */
  readonly appState?: unknown;
  /**
   * Further scopes; the session is asked for anew with the configured ones and these. This and `maxAge`, `acrValues` and
   * `claims` are what an `interaction_required` error may have: pass all four on as they are.
   */
  readonly scopes?: readonly (DocSpaceScope | (string & {}))[] | undefined;
  /** `none`, `login`, `consent`, `select_account`, `create`, as far as the provider knows them. */
  readonly prompt?: string;
  /** Whom the provider shall expect; where somebody is signed in, that alone asks for nothing. */
  readonly loginHint?: string;
  /** Seconds since the person last proved who they are; checked in the ID token. */
  readonly maxAge?: number | undefined;
  /** Separated by blanks; the ID token must tell one of them in `acr`. */
  readonly acrValues?: string | undefined;
  /** Claims to ask for, as JSON text (OpenID Connect Core 1.0, 5.5), for example of an `interaction_required` error. */
  readonly claims?: string | undefined;
  /** The resource that the access token is to be for (RFC 8707): an absolute URI. At Microsoft Entra ID: consent to all of it (`.default`), which cannot stand beside named scopes. */
  readonly resource?: string;
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

/** Which access token {@link Auth.getAccessToken} shall give. Default: that of the session. */
export interface TokenOptions {
  /** Scopes that the token must have; where they begin with their resource, of one resource. */
  readonly scopes?: readonly string[];
  /** The resource that the token must be for: an absolute URI. */
  readonly resource?: string;
  /** Renew even if the present token is fresh. */
  readonly fresh?: boolean;
}

/** Beside what the native `fetch` takes. */
export interface FetchOptions {
  /** Which of the provider's APIs a relative path belongs to, where it has several. */
  readonly api?: string;
  /** Which access token is sent: as {@link TokenOptions.scopes}. */
  readonly scopes?: readonly string[];
  /** Which access token is sent: as {@link TokenOptions.resource}. */
  readonly resource?: string;
}

/** How {@link Auth.logout} signs out. Whatever is chosen, it begins here and in every tab. */
export interface LogoutOptions {
  /** A path on this origin to go to afterwards; without it, and without a page of the provider's, the page stays. */
  readonly returnTo?: string;
  /**
   * Whether the provider is told. Default: tokens are given back where the provider takes them, and its sign-out page is
   * gone to where it has one and `postLogoutRedirectUri` is configured. `true`: goes there in any case, if somebody was signed in. `false`: neither.
   */
  readonly provider?: boolean;
  /** Signs out this account alone, by its {@link Account.id}; the others stay. Default: everybody. */
  readonly account?: string;
  /** Names the person to the sign-out page by the ID token, which some servers insist on. It stands in the address then, which histories and logs keep. */
  readonly idTokenHint?: boolean;
}

/** One of the people who are signed in beside each other. */
export interface Account {
  /** As {@link User.id}. */
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
  /** Whose session and tokens this page has now. */
  readonly current: boolean;
}

/** What a server says of a token (RFC 7662, section 2.2). */
export interface Introspection {
  readonly active: boolean;
  /** The server's further members, unchecked. */
  readonly [member: string]: unknown;
}

/** Who is signed in, as far as the provider says. */
export interface User {
  /** The provider's own, stable identifier of the person: with the issuer, the identity. At Microsoft Entra ID `oid.tid`, in DocSpace's cloud `guid.tid.region`. Never use `email` for that: people and administrators change it. */
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

/** Where the session stands right now: see {@link Auth.snapshot}. The same object until something that one can see changes. */
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
      /** `logout`: this page is where the provider's sign-out page came back to. */
      readonly via: 'logout' | null;
      /** With `via`: whether `state` came back as it was sent. Nobody is signed in either way. */
      readonly confirmed: boolean | null;
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

/** What {@link AuthConfig.onLog} receives: what docgate did, without anything secret. */
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

/** One client of one provider: signs in and out, keeps the session, calls its APIs. Its methods work detached from it. */
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
  /**
   * The access token; renewed first where that is due. With `scopes` or `resource` that of another API of the same login:
   * one request for each, kept apart. `interaction_required` where the person has to consent first: call {@link login} with
   * the error's `scopes`.
   */
  getAccessToken(options?: TokenOptions): Promise<string>;
  /** The newest ID token, as the provider signed it. `not_supported` where there is none. */
  getIdToken(): Promise<string>;
  /**
   * `fetch` with the access token, to the API base and the allowed origins only. HTTP statuses never throw; without an answer it rejects with what the browser
   * threw, for DocSpace's own API with `network` (that error in `cause`). A 401 of the provider's own API is answered once: by a renewal, with the claims that the
   * API asks for. Where that needs the person, `interaction_required` says what {@link login} takes.
   */
  fetch(input: string | URL | Request, init?: RequestInit, options?: FetchOptions): Promise<Response>;
  /** The provider's own record of the person. */
  fetchProfile(): Promise<Readonly<Record<string, unknown>>>;
  /**
   * Asks the server whether the access token is still good (RFC 7662), where the provider lets a page ask: DocSpace alone,
   * else `not_supported`. It costs one of the ten POSTs a minute that DocSpace allows an address (`rate_limited`), with a relay up to two more (a renewal, and the
   * question again): ask when something is odd, not by a clock. A token that is not good ends the session as a 401 of the API does, in every tab.
   */
  introspect(): Promise<Introspection>;
  /** Everybody who is signed in here, the current one first; empty before {@link ready} has its answer. More than one only where the provider's preset allows that: sign in another with `login({ prompt: 'select_account' })`. The same array while it says the same. */
  accounts(): readonly Account[];
  /** Makes another account the current one, in every tab. `login_required` where its session is over. */
  switchAccount(id: string): Promise<Session>;
  /** Signs out here and in every tab, at once and always; then tells the provider. Where the page is left for that, the promise settles only after three seconds: await it before going anywhere else. */
  logout(options?: LogoutOptions): Promise<void>;
  /** The options of a login that the provider asks for by this address (OpenID Connect Core 1.0, section 4). Throws `issuer_mismatch` for another issuer, `framed` in a frame. Default: the page's address. */
  initiatedLogin(url?: string): LoginOptions;
  /** For the page that is registered as front-channel logout URL: signs out every tab if this address names the present session's issuer and `sid`, else does nothing. Says whether it did. */
  frontChannelLogout(url?: string): boolean;
  dispose(): void;
}
