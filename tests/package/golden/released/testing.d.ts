/**
 * `docgate/testing`: for the tests of an app that signs people in with docgate. A fake `Auth`, a session put into a page, time
 * that a test moves, and a provider that runs inside of the test.
 *
 * docs/testing.md shows all of it with Vitest, Jest and Playwright.
 */

import type { Auth, AuthConfig, AuthError, AuthErrorCode, LoginOptions, LogoutOptions, Outcome, Session, User } from 'docgate';

/** Makes a fake `Auth`, and the controls that go with it. */
export declare function fakeAuth(options?: FakeOptions): Fake;

/**
 * `Date.now` and `setTimeout` as they are when they are called. So it follows `vi.useFakeTimers()` and
 * `jest.useFakeTimers()`, whenever these are switched on, and Playwright's `page.clock`.
 */
export declare const pageClock: Clock;

/** Loads the doubles, and gives a provider to which nothing has happened yet. */
export declare function provider(options?: ProviderOptions): Promise<ScriptedProvider>;

/**
 * The session of `auth`'s client: give it an `Auth` that `createAuth` made of the config that the page uses. Where that is made
 * outside of the page (in a Playwright test), its `redirectUri` has to be absolute.
 */
export declare function seedSession(auth: Auth, options: SeedOptions): SessionSeed;

/** A clock of the test's own, which begins at `start` (milliseconds since 1970, or a date; default: now). */
export declare function virtualClock(start?: number | Date): VirtualClock;

/** What a fake `Auth` and the scripted provider ask for the time. */
export interface Clock {
    /** Milliseconds since 1970. */
    now(): number;
    /** Calls `work` once, so many milliseconds from now; returns the function that prevents it. */
    after(milliseconds: number, work: () => void): () => void;
}

/** The evidence that an {@link AuthError} carries in its fields. */
export type Evidence = Partial<Omit<AuthError, 'name' | 'code' | 'message' | 'stack'>>;

/** What happens at the provider without the app: `POST /_sandbox/expire`. */
export type Expiring = 'access' | 'refresh' | 'code' | 'signature' | 'session' | 'all';

/** An `Auth` for the app, and beside it what only the test may have. */
export interface Fake {
    readonly auth: Auth;
    readonly control: FakeControl;
}

/** The test's side of a fake: makes things happen, and tells what the app did. */
export interface FakeControl {
    readonly clock: Clock;
    /** With `start: 'loading'`: `ready()` has its answer now. Default: `signed-in`. */
    settle(found?: 'signed-in' | 'signed-out' | 'failed'): void;
    /** Somebody signs in, as in another tab or by a window: event `signed-in`. */
    signIn(session?: FakeSession): Session;
    /** The session is signed out: event `signed-out`. Default: `other-tab`. */
    signOut(reason?: 'logout' | 'other-tab' | 'expired' | 'idle'): void;
    /** The session is over: event `expired`, or `login-required` where it could be renewed. The snapshot says `expired`. */
    expire(): void;
    /** The session goes on with a new token: event `renewed`. */
    renew(): void;
    /** An outcome of this code: event `failed`, and the error is in the snapshot. A session that exists is kept. */
    fail(code: AuthErrorCode, evidence?: Evidence): AuthError;
    /** From now on renewals fail with this code, which ends the session where it is one like `grant_refused`; `null`: they work again. */
    failRenewals(code: AuthErrorCode | null): void;
    /** The next call of this method rejects with this code. */
    rejectNext(method: RejectedMethod, code: AuthErrorCode, evidence?: Evidence): AuthError;
    /** How the next `login()` ends, once; they queue up. */
    nextLogin(answer: LoginAnswer): void;
    /** Somebody did something: begins the idle time anew. */
    stir(): void;
    /** The options of each `login()` and `loginUrl()` so far. */
    readonly logins: readonly LoginOptions[];
    /** The options of each `logout()` so far. */
    readonly logouts: readonly LogoutOptions[];
    /** Each request that `auth.fetch` made so far. */
    readonly requests: readonly Request[];
}

/** What {@link fakeAuth} takes. Everything has a default: `fakeAuth()` is signed in as Ada Lovelace. */
export interface FakeOptions {
    /**
     * What the page finds. `signed-in` (default), `signed-out`, `expired` and `failed`: as if `ready()` had been awaited
     * before. `loading`: `ready()` is pending until {@link FakeControl.settle}.
     */
    readonly start?: 'signed-in' | 'signed-out' | 'expired' | 'failed' | 'loading';
    /** Who is signed in, and who signs in where a login says nothing else. */
    readonly session?: FakeSession;
    /** Other people who are signed in beside: {@link Auth.accounts}. */
    readonly others?: readonly FakeSession[];
    /** What `start: 'failed'` failed with. Default: `authorization_denied`. */
    readonly error?: AuthErrorCode;
    /** How every `login()` ends. Default: {@link FakeOptions.session} signs in. */
    readonly login?: LoginAnswer;
    /** Whether an access token that has ended can be renewed without the person. Default: no, as at DocSpace. */
    readonly renewable?: boolean;
    /** As in the config. Default: `on-demand`. */
    readonly renew?: 'on-demand' | 'ahead';
    /** As in the config: seconds. {@link FakeControl.stir} says that somebody did something. */
    readonly idleTimeout?: number;
    /** As in the config. */
    readonly allowedOrigins?: readonly string[];
    /** Answers {@link Auth.fetch}. The request has the access token in its `Authorization`. Default: status 404. */
    readonly fetch?: (request: Request) => Response | Promise<Response>;
    /** The access token with this number, which each renewal raises. Default: `fake-access-token-1`, `-2`… */
    readonly accessToken?: (number: number) => string;
    /** The ID token. Without one `getIdToken()` rejects with `not_supported`. */
    readonly idToken?: string;
    /** What `fetchProfile()` gives. Default: the user. */
    readonly profile?: Readonly<Record<string, unknown>>;
    /** What `ready()` says beside who is signed in. */
    readonly outcome?: Partial<Pick<Extract<Outcome, {
        status: 'signed-in';
    }>, 'via' | 'returnTo' | 'appState'>>;
    /** What it is at. Default: {@link pageClock}, which follows faked timers. */
    readonly clock?: Clock;
}

/** As much of a session as a test cares for. */
export interface FakeSession extends Partial<Omit<Session, 'user' | 'expiresAt'>> {
    /** Who; `null`: the provider tells no identity. Default: Ada Lovelace. */
    readonly user?: (Partial<User> & {
        readonly id?: string;
    }) | null;
    /** How long an access token lives, in milliseconds; `null`: the server did not say. Default: an hour. */
    readonly lifetime?: number | null;
}

/** JSON of the sandbox's own: its README says what there is. */
export type Json = null | boolean | number | string | readonly Json[] | {
    readonly [name: string]: Json;
};

/**
 * How a login ends: somebody signs in; it fails with this code; or the page is left, and the promise of `login()` stays
 * pending, as it does in a page that goes away.
 */
export type LoginAnswer = FakeSession | AuthErrorCode | 'leaves';

/** What a connection does beside carrying the answer. */
export interface Pacing {
    /** Milliseconds before the status line. */
    readonly delay: number;
    readonly bytes_per_second: number | null;
    /** The connection is cut after so many bytes of the body. */
    readonly cut_after: number | null;
    /** The body is repeated for ever. */
    readonly endless: boolean;
    /** No answer, ever. */
    readonly hang: boolean;
    /** Cut without an answer. */
    readonly close: boolean;
}

/** What {@link provider} takes. */
export interface ProviderOptions {
    /**
     * Origins of the app under test: they are the registered redirect URIs (`<origin>/callback/docspace`, …) and may read the
     * APIs. Default: the page's, where there is one, and `http://localhost:3000`.
     */
    readonly apps?: readonly string[];
    /** Further registered redirect URIs. */
    readonly redirectUris?: readonly string[];
    readonly switches?: Switches;
    /** Further settings of the sandbox: `users`, `docspace_clients`, `oidc_clients`, … */
    readonly sandbox?: {
        readonly [name: string]: Json;
    };
    /** What codes, tokens and keys are made of; the same seed gives the same ones. Default: 1. */
    readonly seed?: number;
    /** What time it is at the provider. Default: {@link pageClock}, which follows faked timers. */
    readonly clock?: Clock;
    /** Answers what is for none of the doubles. Default: the `fetch` that was there before. */
    readonly otherwise?: typeof fetch;
}

/** A request, as a value. */
export interface ProviderRequest {
    /** Default: `GET`. */
    readonly method?: string;
    readonly url: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Uint8Array;
}

/** An answer, as a value. */
export interface ProviderResponse {
    /** 0 where the connection is cut or nothing is answered. */
    readonly status: number;
    readonly headers: readonly (readonly [name: string, value: string])[];
    readonly body: Uint8Array;
    readonly pacing: Pacing;
}

/** The methods that can be made to reject. */
export type RejectedMethod = 'login' | 'loginUrl' | 'complete' | 'getAccessToken' | 'getIdToken' | 'fetch' | 'fetchProfile' | 'introspect' | 'switchAccount' | 'logout';

/** One request that reached a double. Tokens stand in it as hashes, cookies by name. */
export interface RequestEntry {
    readonly number: number;
    readonly time: number;
    readonly double: string;
    readonly host: string;
    readonly method: string;
    readonly path: string;
    readonly query: Readonly<Record<string, string | readonly string[]>>;
    readonly headers: Readonly<Record<string, string>>;
    readonly form: Readonly<Record<string, string | readonly string[]>> | null;
    readonly json: Json;
    readonly status: number;
    /** Where a redirect led. */
    readonly location: string | null;
}

/** What is needed of Playwright's `Route`. */
export interface Routed {
    request(): RoutedRequest;
    fulfill(answer: {
        status: number;
        headers: Record<string, string>;
        body: string;
    }): Promise<void>;
    abort(code?: string): Promise<void>;
}

/** What is needed of Playwright's `Page` or `BrowserContext`. */
export interface RoutedPage {
    route(url: (url: URL) => boolean, handler: (route: Routed) => Promise<void>): Promise<unknown>;
}

/** What is needed of Playwright's `Request`. */
export interface RoutedRequest {
    method(): string;
    url(): string;
    headers(): Record<string, string>;
    postData(): string | null;
    isNavigationRequest(): boolean;
}

/** The providers that {@link ScriptedProvider.config} knows. */
export type ScriptedId = 'docspace' | 'oidc' | 'entra' | 'doccentrum' | 'business-central';

/** A provider inside of the test: DocSpace, OpenID Connect, Microsoft Entra ID and the others, as docgate's own tests have them. */
export interface ScriptedProvider {
    readonly clock: Clock;
    /** A config for `createAuth`: the double's address, a registered client, and the redirect URI of that client. */
    config(id: ScriptedId): AuthConfig;
    /** Answers a request; nothing else happens. */
    handle(request: ProviderRequest): ProviderResponse;
    /** In place of `globalThis.fetch`. It refuses what a browser would refuse by CORS. */
    readonly fetch: typeof fetch;
    /**
     * Puts {@link ScriptedProvider.fetch} into `globalThis`. Call it before the first `createAuth`, which keeps the `fetch`
     * that it finds. Returns the function that takes it away again.
     */
    install(): () => void;
    /** Answers a Playwright page or context, the provider's own pages included. */
    route(page: RoutedPage): Promise<void>;
    /** Replaces these switches, and leaves the others. Throws for one that does not exist. */
    switches(changes: Switches): void;
    /** The tokens, codes or sessions that were given out end now. */
    expire(what: Expiring): void;
    /** New signing keys. `keepOld` (default): the old ones stay published. */
    rotateKeys(keepOld?: boolean): void;
    /** Nothing has happened yet, and the switches are those of the beginning. */
    reset(): void;
    /** What was asked so far, without preflights. */
    readonly requests: readonly RequestEntry[];
    /** Signs in at the provider as a person in a browser of their own would; gives the callback URL, which nobody has opened yet. */
    walk(authorizationUrl: string, options?: WalkOptions): Promise<string>;
}

/** Who is to be signed in, with the test's own tokens. */
export interface SeedOptions {
    /** The access token that the API will get: visible ASCII. docgate makes none up. */
    readonly accessToken: string;
    /** Who. Default: Ada Lovelace; `null`: the provider tells no identity. */
    readonly user?: User | null;
    /** What was granted. Default: what the config asks for. */
    readonly scopes?: readonly string[];
    /** How long the access token lives from now on, in milliseconds; `null`: the server did not say. Default: an hour. */
    readonly lifetime?: number | null;
    /** With it the session can be renewed, where the provider does that. */
    readonly refreshToken?: string;
    /** What `getIdToken()` will give. */
    readonly idToken?: string;
    readonly claims?: Readonly<Record<string, unknown>>;
    /** Where relative paths of `fetch` go, where the provider says that at each login (DocSpace's cloud, Enadoc). */
    readonly apiBase?: string;
    /** For a provider that is known by its metadata alone (`oidc`): what the metadata would say. */
    readonly endpoints?: {
        readonly authorization: string;
        readonly token: string;
        readonly jwks?: string;
        readonly userinfo?: string;
        readonly revocation?: string;
        readonly endSession?: string;
    };
    /** What time it is in the page, in milliseconds since 1970. Default: now. */
    readonly now?: number;
}

/** A session as a page's `sessionStorage` holds it. */
export interface SessionSeed {
    /** The item of `sessionStorage`. */
    readonly key: string;
    /** Its text. It holds the tokens. */
    readonly value: string;
    /**
     * A script that puts it into each new tab of the app's origin, once: a reload keeps what the app made of it, and a sign-out
     * stays one. For `page.addInitScript({ content: seed.script })` of Playwright, and what other drivers have instead.
     */
    readonly script: string;
    /**
     * Puts it into this storage now; for jsdom: `seed.into(sessionStorage)` before `auth.ready()`. What an earlier test left in
     * `localStorage` about this client is removed.
     */
    into(storage: Pick<Storage, 'setItem'>): void;
}

/** Switches of the doubles, by section: `{ docspace: { auto_login: 'ada' }, oidc: { token_fault: { kind: 'empty', status: 429 } } }`. */
export interface Switches {
    readonly docspace?: {
        readonly [name: string]: Json;
    };
    readonly oidc?: {
        readonly [name: string]: Json;
    };
    readonly entra?: {
        readonly [name: string]: Json;
    };
    readonly doccentrum?: {
        readonly [name: string]: Json;
    };
    readonly 'business-central'?: {
        readonly [name: string]: Json;
    };
    readonly enadoc?: {
        readonly [name: string]: Json;
    };
    readonly docplanner?: {
        readonly [name: string]: Json;
    };
}

/** A clock that stands still until a test moves it. */
export interface VirtualClock extends Clock {
    /** Lets this much time pass. What falls due on the way is done in its order, each at its own moment. */
    advance(milliseconds: number): void;
    /** The same, and lets promises settle after each step: for code that awaits between two timers. */
    advanceAsync(milliseconds: number): Promise<void>;
    /** How many timers are waited for. */
    readonly pending: number;
}

/** How {@link ScriptedProvider.walk} answers the provider's pages. */
export interface WalkOptions {
    /** Who signs in: `ada` (default), `grace` or `linus`; `null` cancels, where the page lets one. */
    readonly person?: string | null;
    /** Default: `allow`. */
    readonly consent?: 'allow' | 'deny';
}

/**
 * A real {@link AuthError}: `isAuthError` is true for it. The message is for people and may differ from the one that docgate
 * would write; branch on `code`.
 */
declare function failure(code: AuthErrorCode, evidence?: Evidence): AuthError;

export { failure as authError };
