import { type Auth, createAuth } from 'docgate/js';

export const auth: Auth = createAuth({
  provider: { id: 'docspace' },
  clientId: 'an-id',
  redirectUri: '/callback',
  scopes: ['files:read'],
});

// @ts-expect-error: no config
createAuth();
