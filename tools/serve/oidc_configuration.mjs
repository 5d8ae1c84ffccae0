// How the real OpenID Connect server is set up.

import { randomBytes } from 'node:crypto';

/** The configuration of `oidc-provider` for apps at the origins `apps`; its keys are apart (oidc_keys.mjs). */
export function configuration({ apps, accessTokenSeconds, refreshToken }) {
  return {
    clients: [
      {
        client_id: 'demo-oidc',
        client_name: 'docgate demo',
        application_type: 'web',
        token_endpoint_auth_method: 'none',
        grant_types: refreshToken ? ['authorization_code', 'refresh_token'] : ['authorization_code'],
        response_types: ['code'],
        redirect_uris: apps.map((origin) => `${origin}/callback/oidc`),
        post_logout_redirect_uris: apps.map((origin) => `${origin}/`),
      },
    ],
    responseTypes: ['code'],
    pkce: { required: () => true },
    scopes: ['openid', 'profile', 'email', 'offline_access'],
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username'],
      email: ['email', 'email_verified'],
    },
    clientBasedCORS: (_ctx, origin) => apps.includes(origin),
    // Also without `offline_access`, which this server grants only together with `prompt=consent`.
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    ttl: {
      AccessToken: accessTokenSeconds,
      AuthorizationCode: 60,
      IdToken: 3600,
      Interaction: 3600,
      RefreshToken: 14 * 24 * 3600,
      Session: 14 * 24 * 3600,
      Grant: 14 * 24 * 3600,
    },
    features: {
      devInteractions: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      userinfo: { enabled: true },
    },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => account(id) }),
  };
}

const account = (id) => ({
  sub: id,
  name: `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`,
  preferred_username: id,
  email: `${id}@example.test`,
  email_verified: true,
});
