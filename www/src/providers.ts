/** The providers that the demo knows: how to reach each, and which calls are worth trying there. */
import type { AuthConfig } from 'docgate';
import type { DemoConfig } from './demo_config.js';

export interface ReadyMadeCall {
  readonly label: string;
  readonly path: string;
}

export interface DemoProvider {
  readonly id: 'docspace' | 'oidc';
  readonly label: string;
  readonly about: string;
  /** What the app would write itself; the demo adds only its log hook. */
  readonly config: AuthConfig;
  readonly calls: readonly ReadyMadeCall[];
}

/** One redirect URI for each provider: an answer of one can then never be taken for the other's. */
export function demoProviders(config: DemoConfig): readonly DemoProvider[] {
  return [docspace(config.docspace), oidc(config.oidc)];
}

function docspace({ portal, clientId, scopes }: DemoConfig['docspace']): DemoProvider {
  return {
    id: 'docspace',
    label: 'DocSpace',
    about: `Self-hosted, at ${portal}`,
    config: { provider: { id: 'docspace', portal }, clientId, redirectUri: '/callback/docspace', scopes },
    calls: [
      { label: 'Who am I', path: '/api/2.0/people/@self' },
      { label: 'My documents', path: '/api/2.0/files/@my' },
      { label: 'All people (another scope)', path: '/api/2.0/people' },
    ],
  };
}

function oidc({ issuer, clientId, scopes, apiBase }: DemoConfig['oidc']): DemoProvider {
  return {
    id: 'oidc',
    label: 'OpenID Connect',
    about: `Any server with metadata; here ${issuer}`,
    config: {
      provider: { id: 'oidc', issuer },
      clientId,
      redirectUri: '/callback/oidc',
      scopes,
      ...(apiBase === null ? {} : { apiBase }),
    },
    calls: [
      { label: 'UserInfo', path: '/me' },
      { label: 'Not there (404)', path: '/nowhere' },
    ],
  };
}
