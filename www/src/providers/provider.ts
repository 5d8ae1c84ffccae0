/** What the demo knows of a provider: how to reach it, what can be chosen about it, what is worth trying there. */
import type { AuthConfig, FetchOptions, LoginOptions, TokenOptions } from 'docgate';

export interface ReadyMadeCall {
  readonly label: string;
  readonly path: string;
  readonly init?: RequestInit;
  /** In place of its API's. */
  readonly options?: FetchOptions;
}

/** One of the provider's APIs, or another one that its tokens are good for. */
export interface DemoApi {
  readonly id: string;
  readonly label: string;
  /** What `auth.fetch` has to be told to reach it. */
  readonly options?: FetchOptions;
  readonly calls: readonly ReadyMadeCall[];
}

/** A token of this sign-in that the person may ask for. */
export interface WantedToken {
  readonly label: string;
  readonly note: string;
  readonly options: TokenOptions;
}

/** A choice that makes another config, for example the cloud. */
export interface Variant {
  readonly name: string;
  readonly legend: string;
  /** The first one is chosen until somebody chooses another. */
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** The value that is chosen of each variant, by its name. */
export type Chosen = Readonly<Record<string, string>>;

/** What the double's API asks of a token; `null`: nothing more than usual. */
export type Challenge = Readonly<Record<string, unknown>> | null;

/** A provider with its variants chosen. */
export interface SetUp {
  /** What the app would write itself; the demo adds only its log hook. */
  readonly config: AuthConfig;
  readonly apis: readonly DemoApi[];
  readonly tokens: readonly WantedToken[];
}

export interface DemoProvider {
  readonly id: 'docspace' | 'oidc' | 'entra' | 'doccentrum' | 'business-central';
  readonly label: string;
  readonly about: string;
  readonly redirectUri: string;
  readonly variants: readonly Variant[];
  setUp(chosen: Chosen): SetUp;
  /** Whether `fetchProfile()` has anything to ask. */
  readonly profile: boolean;
  /** The name on the provider's sign-out page, where there is one that comes back. */
  readonly signOutPage: string | null;
  /** Whether several people can be signed in beside each other. */
  readonly accounts: boolean;
  /** The double's switches that make this provider's APIs ask for more; `null` where the double cannot. */
  readonly challenge: ((asked: Challenge) => Readonly<Record<string, unknown>>) | null;
  /** Further ways to sign in that are worth trying. */
  readonly logins: readonly { readonly label: string; readonly options: LoginOptions }[];
}
