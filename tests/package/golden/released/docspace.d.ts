/** docgate for DocSpace alone: the same API, a smaller module. */

/**
 * Makes an `Auth` for one client of one provider. Synchronous; touches no storage, no network and
 * no address bar.
 *
 * Equal data for the same (issuer, client, redirect URI) gives the same instance, and the newest
 * functions win; `dispose()` counts. Throws an {@link AuthError} that names the key:
 * `config_invalid`, `config_unknown_key`, `config_secret`, `config_conflict`, `insecure_context`.
 *
 * Where the page refuses WebAssembly, the core's JavaScript translation is fetched: then the snapshot says `loading`
 * meanwhile, and those errors reject the first call instead.
 */
export declare function createAuth(config: AuthConfig): Auth;

/** The same, also for a provider whose calls somebody else's sign-in guards. */
export declare function createAuth(config: AuthConfig | GuardedConfig): Auth;

/**
 * Whether something that was thrown is docgate's, whichever copy of the package threw it. By shape,
 * not by class: several copies of a package may be on one page.
 */
export declare function isAuthError(thrown: unknown): thrown is AuthError;

/** One of the people who are signed in beside each other. */
export interface Account {
    /** As {@link User.id}. */
    readonly id: string;
    readonly name?: string;
    readonly email?: string;
    /** Whose session and tokens this page has now. */
    readonly current: boolean;
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
    readonly sandbox?: {
        readonly login?: string;
        readonly api?: string;
    };
    /** Receives redacted, structured entries of what docgate does. */
    readonly onLog?: (entry: LogEntry) => void;
    /** Leaves the page. For shells that navigate themselves. Default: `location.assign`. */
    readonly navigate?: (url: string) => void;
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
    /** The same for `claims`: JSON text. */
    readonly claims?: string;
    /** The same for `acrValues`. */
    readonly acrValues?: string;
    /** The same for `maxAge`, in seconds. */
    readonly maxAge?: number;
    /** The provider's own numbers (Microsoft Entra ID: `AADSTS…`). */
    readonly errorCodes?: readonly number[];
    readonly suberror?: string;
    /** What the provider's support asks for. */
    readonly correlationId?: string;
    /** With `internal_error`: which build of docgate it was, for a report. */
    readonly build?: string;
}

/** The codes of an `AuthError`, generated from the table in `src/core/error.rs`. */
export type AuthErrorCode = 'config_unknown_key' | 'config_invalid' | 'config_secret' | 'config_conflict' | 'not_supported' | 'not_in_browser' | 'insecure_context' | 'framed' | 'embedded_browser' | 'storage_unavailable' | 'storage_full' | 'entropy_unavailable' | 'callback_invalid' | 'callback_already_used' | 'issuer_mismatch' | 'pending_login_missing' | 'pending_login_expired' | 'pending_login_foreign' | 'authorization_denied' | 'authorization_failed' | 'scope_refused' | 'login_required' | 'interaction_required' | 'network' | 'timeout' | 'response_too_large' | 'response_invalid' | 'http_status' | 'rate_limited' | 'grant_refused' | 'client_refused' | 'registration_invalid' | 'token_refused' | 'token_type_unsupported' | 'id_token_invalid' | 'clock_skewed' | 'api_base_mismatch' | 'metadata_invalid' | 'keys_invalid' | 'pkce_unsupported' | 'relay_refused' | 'user_not_confirmed' | 'origin_not_allowed' | 'token_unusable' | 'login_loop' | 'navigation_abandoned' | 'popup_blocked' | 'popup_closed' | 'popup_window' | 'disposed' | 'wasm_refused' | 'wasm_not_loaded' | 'internal_error';

/** What listeners of {@link Auth.subscribe} receive. Every event carries the snapshot as it is then. */
export type AuthEvent = 
/** {@link Auth.ready} has found that nobody is signed in: the snapshot says so now. */
{
    readonly type: 'ready';
    readonly snapshot: Snapshot;
}
/** {@link Auth.accounts} says something else than before. */
 | {
    readonly type: 'accounts';
    readonly snapshot: Snapshot;
} | {
    readonly type: 'signed-in';
    readonly snapshot: Snapshot;
} | {
    readonly type: 'signed-out';
    readonly snapshot: Snapshot;
    readonly reason: 'logout' | 'other-tab' | 'expired' | 'idle';
}
/** The session goes on with a new token, got here or in another tab. */
 | {
    readonly type: 'renewed';
    readonly snapshot: Snapshot;
}
/** The session will end in `remaining` milliseconds: nothing can renew it (`lifetime`), or nobody does anything (`idle`). */
 | {
    readonly type: 'expiring';
    readonly snapshot: Snapshot;
    readonly reason: 'lifetime' | 'idle';
    readonly remaining: number;
}
/** The session is over, and this provider has no renewal. The snapshot still shows who it was. */
 | {
    readonly type: 'expired';
    readonly snapshot: Snapshot;
}
/** The session could be renewed, and the server refused, or the newer token was lost with another tab. The snapshot says `expired`. */
 | {
    readonly type: 'login-required';
    readonly snapshot: Snapshot;
}
/** The session goes on, but its token has ended and cannot be renewed now, since the network or the server fails (`network`), or it cannot be stored and a reload will lose it (`storage`). */
 | {
    readonly type: 'degraded';
    readonly snapshot: Snapshot;
    readonly reason: 'network' | 'storage';
} | {
    readonly type: 'failed';
    readonly snapshot: Snapshot;
};

/** Business Central online. `auth.fetch(path, init, { api })` chooses among `data` (default), `automation` and `admin`. */
export interface BusinessCentralProvider {
    readonly id: 'business-central';
    /** The customer's Directory (tenant) ID or domain. */
    readonly tenant: string;
    /** Default: `public`. */
    readonly cloud?: EntraCloud;
    /** Name of the environment, for example `Production`. */
    readonly environment: string;
    /** Id of a company: paths of `data` and `automation` are then below it. */
    readonly company?: string;
    /** Version of the data API. Default: `v2.0`. */
    readonly dataVersion?: string;
    /** Version of the Automation API. Default: `v2.0`. */
    readonly automationVersion?: string;
    /** Version of the Admin Center API. Default: `v2.29`. */
    readonly adminVersion?: string;
    /** An entry of docgate-relay through which the APIs are called. See {@link RelayAddress}. */
    readonly relay?: RelayAddress;
}

/** docCentrum. The address of its API is {@link AuthConfig.apiBase}, or the relay knows it. */
export interface DocCentrumProvider {
    readonly id: 'doccentrum';
    /** The licence: each has an API resource of its own. */
    readonly tier: 'premium' | 'lite';
    /** The customer's Directory (tenant) ID or domain. */
    readonly tenant: string;
    /** Default: `public`. US Government tenants (GCC High, DoD) are in `usgov`. */
    readonly cloud?: EntraCloud;
    /** An entry of docgate-relay through which the API is called. See {@link RelayAddress}. */
    readonly relay?: RelayAddress;
}

/** ONLYOFFICE DocSpace: in the cloud, or at a portal of one's own. */
export interface DocSpaceProvider {
    readonly id: 'docspace';
    /**
     * Origin of the portal, for example `https://docs.example.com`: where people open it. Without it the cloud: people sign in
     * at `https://oauth.onlyoffice.com`, and each login learns the portal from its access token (`session.apiBase`).
     * `openid` needs it.
     */
    readonly portal?: string;
    /**
     * Exact hosts of portals in the cloud that have a domain of their own, with the port where it is not 443. Default: only
     * hosts below `onlyoffice.com`. Whatever is listed may get people's access tokens.
     */
    readonly portalHosts?: readonly string[];
    /** An entry of docgate-relay that holds this app's secret: renewals for 60 days then. See {@link RelayAddress}. */
    readonly relay?: RelayAddress;
}

/**
 * Docplanner. Its keys and tokens must not be in a page: {@link Auth.fetch} goes to docgate-relay with the access token of
 * `guard`, where the person is signed in; everything else of this `Auth` is the guard's. Of the config it needs no other key; `onLog` may be there.
 */
export interface DocplannerProvider {
    readonly id: 'docplanner';
    readonly relay: RelayAddress;
    /** What `createAuth()` gave for the provider where people sign in. */
    readonly guard: Auth;
    /** The `resource` that the guard is asked for: the relay's audience. Default: the guard's own access token. */
    readonly audience?: string;
}

/** Enadoc. Its App Secret is at docgate-relay; the page knows the App ID alone. Not in popups or frames. */
export interface EnadocProvider {
    readonly id: 'enadoc';
    readonly relay: RelayAddress;
    /** Address of the identity provider. Default: `https://auth.enadoc.com`; private installations have their own. */
    readonly identityProvider?: string;
    /** Who asks Enadoc for the authorization URL: the relay (default), or the page, where Enadoc sends CORS headers. */
    readonly authorizationUrl?: 'relay' | 'direct';
    /** How the page asks, where it does: with headers, as documented (default), or with a form. */
    readonly firstCall?: 'headers' | 'form';
    /** Exact hosts that a person may be sent to, with the port where it is not 443. Default: the identity provider's. */
    readonly authorizationHosts?: readonly string[];
    /** How the API is called: through the relay (default), or by the page, where Enadoc sends CORS headers. */
    readonly api?: 'relay' | 'direct';
    /**
     * Enadoc sends no `state` back, so nothing proves that the sign-in which came back is the one that was begun: ask the
     * person whether this is their account. Until this gives `true` nobody is signed in; anything else, or a throw, ends it
     * (`user_not_confirmed`). It has to settle: until then every call waits. `false`, written out, goes without; an attacker could then sign a person in as somebody else.
     */
    readonly confirm: ((user: User) => boolean | Promise<boolean>) | false;
}

/** A cloud of Microsoft's; registrations and people of one are unknown in the others. */
export type EntraCloud = 'public' | 'usgov' | 'china';

/** Microsoft Entra ID. The redirect URI has to be registered for the platform "Single-page application". */
export interface EntraProvider {
    readonly id: 'entra';
    /** The Directory (tenant) ID or a domain of it; `common`, `organizations`, `consumers` for several. */
    readonly tenant: string;
    /** Default: `public`. */
    readonly cloud?: EntraCloud;
    /** Directory (tenant) IDs whose people may sign in; for `common`, `organizations` and domains. Default: all that `tenant` stands for. */
    readonly allowedTenants?: readonly string[];
    /** An entry of docgate-relay that holds the secret of this registration (platform Web); then one account at a time. See {@link RelayAddress}. */
    readonly relay?: RelayAddress;
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

/** What {@link createAuth} takes for a provider whose calls somebody else's sign-in guards. */
export interface GuardedConfig extends Pick<AuthConfig, 'onLog'> {
    readonly provider: DocplannerProvider;
    readonly clientId?: never;
    readonly redirectUri?: never;
}

/** What a server says of a token (RFC 7662, section 2.2). */
export interface Introspection {
    readonly active: boolean;
    /** The server's further members, unchecked. */
    readonly [member: string]: unknown;
}

/** What {@link AuthConfig.onLog} receives: what docgate did, without anything secret. */
export interface LogEntry {
    /** Milliseconds since 1970. */
    readonly at: number;
    readonly event: 'login-started' | 'navigate' | 'callback' | 'request' | 'response' | 'session' | 'signed-out' | 'expired' | 'tab' | 'warning' | 'failed';
    /** What exactly; from a closed set of constants, or an address without its values. */
    readonly detail: string;
    /** HTTP status, where there is one. */
    readonly status?: number;
    /** Error code, where there is one. */
    readonly code?: AuthErrorCode;
    /** Names of values that were left out of `detail`. */
    readonly redacted?: readonly string[];
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

/** Any OAuth 2.0 or OpenID Connect server that publishes metadata. */
export interface OidcProvider {
    readonly id: 'oidc';
    /** The issuer, exactly as its metadata spells it (compared code point by code point). */
    readonly issuer: string;
    /** Where the metadata is: OpenID Connect Discovery 1.0 (default) or RFC 8414. */
    readonly metadata?: 'openid-configuration' | 'oauth-authorization-server';
    /** Exact origins that the metadata's endpoints may have, beside the issuer's own; default: any https origin. */
    readonly endpointOrigins?: readonly string[];
    /** An entry of docgate-relay that holds this client's secret. See {@link RelayAddress}. */
    readonly relay?: RelayAddress;
}

/** What {@link Auth.ready} found. */
export type Outcome = {
    readonly status: 'signed-in';
    readonly session: Session;
    /** How: a callback just finished, a stored session, another tab's, or a renewal. */
    readonly via: 'callback' | 'stored' | 'tab' | 'refresh';
    readonly returnTo: string | null;
    readonly appState: unknown;
} | {
    readonly status: 'signed-out';
    readonly reason: 'expired' | 'idle' | 'login-required' | null;
    /** `logout`: this page is where the provider's sign-out page came back to. */
    readonly via: 'logout' | null;
    /** With `via`: whether `state` came back as it was sent. Nobody is signed in either way. */
    readonly confirmed: boolean | null;
    readonly returnTo: string | null;
    readonly appState: unknown;
} | {
    readonly status: 'failed';
    readonly error: AuthError;
    readonly returnTo: string | null;
    readonly appState: unknown;
} | {
    /**
     * This page is where a login with `display: 'popup'` or `'iframe'` came back to. It has handed its address to the
     * page that waits and is about to be closed, by the browser or else by the person: show nothing, or that it may be
     * closed. Every other call rejects with `popup_window` here.
     */
    readonly status: 'popup';
};

/** Whom people sign in with. `id` says which of them it is, and so what else there is to say. */
export type ProviderConfig = DocSpaceProvider | OidcProvider | EntraProvider | DocCentrumProvider | BusinessCentralProvider | EnadocProvider;

/**
 * The whole address of an entry at docgate-relay, such as `https://relay.example.com/v1/files`. The relay must run on the
 * same site as the page, and list the page's origin.
 */
export type RelayAddress = string;

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
export type Snapshot = {
    readonly status: 'loading';
    readonly session: null;
    readonly error: null;
} | {
    readonly status: 'signed-in';
    readonly session: Session;
    readonly error: AuthError | null;
} | {
    readonly status: 'expired';
    readonly session: Session;
    readonly error: AuthError | null;
} | {
    readonly status: 'signed-out';
    readonly session: null;
    readonly error: AuthError | null;
};

/** Which access token {@link Auth.getAccessToken} shall give. Default: that of the session. */
export interface TokenOptions {
    /** Scopes that the token must have; where they begin with their resource, of one resource. */
    readonly scopes?: readonly string[];
    /** The resource that the token must be for: an absolute URI. */
    readonly resource?: string;
    /** Renew even if the present token is fresh. */
    readonly fresh?: boolean;
}

/** Who is signed in, as far as the provider says. */
export interface User {
    /** The provider's own, stable identifier of the person: with the issuer, the identity. At Microsoft Entra ID `oid.tid`, in DocSpace's cloud `guid.tid.region`. Never use `email` for that: people and administrators change it. */
    readonly id: string;
    readonly name?: string;
    readonly email?: string;
}

/** Every scope there is. `profile`, `email` and `offline_access` are unknown to DocSpace: `scope_refused`. */
type DocSpaceScope = 'accounts.self:read' | 'accounts.self:write' | 'accounts:read' | 'accounts:write' | 'files:read' | 'files:write' | 'rooms:read' | 'rooms:write' | 'openid';

export {};
