/** The providers, as a config names them: see {@link AuthConfig.provider}. */
import type { Auth, AuthConfig, User } from './types.js';

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

/**
 * The whole address of an entry at docgate-relay, such as `https://relay.example.com/v1/files`. The relay must run on the
 * same site as the page, and list the page's origin.
 */
export type RelayAddress = string;

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

/** Whom people sign in with. `id` says which of them it is, and so what else there is to say. */
export type ProviderConfig =
  | DocSpaceProvider
  | OidcProvider
  | EntraProvider
  | DocCentrumProvider
  | BusinessCentralProvider
  | EnadocProvider;
