/** The providers, as a config names them: see {@link AuthConfig.provider}. */
import type { AuthConfig } from './types.js';

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
}

/** docCentrum. The address of its API is {@link AuthConfig.apiBase}. */
export interface DocCentrumProvider {
  readonly id: 'doccentrum';
  /** The licence: each has an API resource of its own. */
  readonly tier: 'premium' | 'lite';
  /** The customer's Directory (tenant) ID or domain. */
  readonly tenant: string;
  /** Default: `public`. US Government tenants (GCC High, DoD) are in `usgov`. */
  readonly cloud?: EntraCloud;
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
}

export type ProviderConfig =
  | DocSpaceProvider
  | OidcProvider
  | EntraProvider
  | DocCentrumProvider
  | BusinessCentralProvider;
