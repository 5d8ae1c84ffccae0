// In place of the page's own: a provider that renews, and for the test a way to the instance.
import { createAuth } from 'docgate';

declare const window: { issuer: string; auth: unknown };

export const docgate = createAuth({
  provider: { id: 'oidc', issuer: window.issuer },
  clientId: 'demo-oidc',
  redirectUri: '/callback',
  scopes: ['openid', 'profile', 'offline_access'],
});

window.auth = docgate;
