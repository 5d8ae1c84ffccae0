/** What the demo knows of a provider: how to reach it, what can be chosen about it, what is worth trying there. */
import type { Auth, AuthConfig, FetchOptions, GuardedConfig, LoginOptions, Session, TokenOptions } from 'docgate';
import type { Introduced } from '../gate.js';
import type { Double } from './double.js';

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

/** A provider with its variants chosen. */
export interface SetUp {
  /** What the app would write itself; the demo adds only its log hook. */
  readonly config: AuthConfig;
  /** What this choice means, in a sentence. */
  readonly note: string;
  /** What is called, where people sign in elsewhere (by `config`) and their sign-in guards it. */
  readonly behind?: (guard: Auth) => GuardedConfig;
  /** What renews the session, where something does: “Renewed by …”. */
  readonly renewal?: string;
  /** Whether docgate-relay takes part. */
  readonly relayed: boolean;
  readonly apis: readonly DemoApi[];
  readonly tokens: readonly WantedToken[];
  /** What can be changed at the test double; `null` where none is behind this choice. */
  readonly double: Double | null;
}

export interface DemoProvider {
  readonly id: 'docspace' | 'oidc' | 'entra' | 'doccentrum' | 'business-central' | 'enadoc' | 'docplanner';
  readonly label: string;
  /** What is particular to it, in a line. */
  readonly about: string;
  /** Who can sign in, in a sentence. */
  readonly peoples: string;
  readonly variants: readonly Variant[];
  setUp(chosen: Chosen): SetUp;
  /** Whether `fetchProfile()` has anything to ask. */
  readonly profile: boolean;
  /** Whether the server tells a page if its token is still good. */
  readonly introspects: boolean;
  /** Reads a name out of what `fetchProfile()` gave, where no token tells one; `null` where one does. */
  readonly introduce: ((profile: Readonly<Record<string, unknown>>, apiBase: string | null) => Introduced) | null;
  /** What the scopes are good for, as far as that is worth a line. */
  readonly scopes: ScopeNotes;
  /** The name on the provider's sign-out page, where there is one that comes back. */
  readonly signOutPage: string | null;
  /** Whether several people can be signed in beside each other. */
  readonly accounts: boolean;
  /** Whether its sign-in can be in a window of its own. */
  readonly windows: boolean;
  /** Further ways to sign in that are worth trying. */
  readonly logins: readonly { readonly label: string; readonly options: LoginOptions }[];
}

/** What scopes are for. */
export interface ScopeNotes {
  /** By the scope's name. */
  readonly meanings: Readonly<Record<string, string>>;
  /** Methods and routes of the API. */
  readonly opens?: (scope: string) => readonly string[];
  /** The granted scope that opens the same at the API as this one, where one does. */
  readonly coveredBy?: (scope: string, granted: readonly string[]) => string | null;
  /** What the scopes mean that a session lacks, in sentences. */
  readonly explain?: (session: Session) => readonly string[];
  /** What a call would have needed that was forbidden, in a sentence. */
  readonly refused?: (method: string, path: string) => string;
}
