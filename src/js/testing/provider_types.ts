/** What a test says to the scripted provider, and what it can ask it. */
import type { AuthConfig } from '../types.js';
import type { Clock } from './clock.js';
import type { RoutedPage } from './route.js';

/** JSON of the sandbox's own: its README says what there is. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Switches of the doubles, by section: `{ docspace: { auto_login: 'ada' }, oidc: { token_fault: { kind: 'empty', status: 429 } } }`. */
export interface Switches {
  readonly docspace?: { readonly [name: string]: Json };
  readonly oidc?: { readonly [name: string]: Json };
  readonly entra?: { readonly [name: string]: Json };
  readonly doccentrum?: { readonly [name: string]: Json };
  readonly 'business-central'?: { readonly [name: string]: Json };
  readonly enadoc?: { readonly [name: string]: Json };
  readonly docplanner?: { readonly [name: string]: Json };
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
  readonly sandbox?: { readonly [name: string]: Json };
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

/** An answer, as a value. */
export interface ProviderResponse {
  /** 0 where the connection is cut or nothing is answered. */
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  readonly pacing: Pacing;
}

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

/** How {@link ScriptedProvider.walk} answers the provider's pages. */
export interface WalkOptions {
  /** Who signs in: `ada` (default), `grace` or `linus`; `null` cancels, where the page lets one. */
  readonly person?: string | null;
  /** Default: `allow`. */
  readonly consent?: 'allow' | 'deny';
}

/** The providers that {@link ScriptedProvider.config} knows. */
export type ScriptedId = 'docspace' | 'oidc' | 'entra' | 'doccentrum' | 'business-central';

/** What happens at the provider without the app: `POST /_sandbox/expire`. */
export type Expiring = 'access' | 'refresh' | 'code' | 'signature' | 'session' | 'all';

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
