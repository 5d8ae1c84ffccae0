/** The card for any server with metadata. */
import type { DemoConfig } from '../demo_config.js';
import type { DemoProvider } from './provider.js';

export function oidc({ issuer, clientId, scopes, apiBase }: DemoConfig['oidc']): DemoProvider {
  const redirectUri = '/callback/oidc';
  return {
    id: 'oidc',
    label: 'OpenID Connect',
    about: `Any server with metadata; here ${issuer}`,
    variants: [],
    setUp: () => ({
      config: {
        provider: { id: 'oidc', issuer },
        clientId,
        redirectUri,
        postLogoutRedirectUri: '/',
        scopes,
        ...(apiBase === null ? {} : { apiBase }),
      },
      apis: [
        {
          id: 'userinfo',
          label: 'UserInfo',
          calls: [
            { label: 'UserInfo', path: '/me' },
            { label: 'Not there (404)', path: '/nowhere' },
          ],
        },
      ],
      tokens: [],
    }),
    profile: true,
    signOutPage: 'the server',
    accounts: false,
    windows: true,
    double: null,
    logins: [],
  };
}
