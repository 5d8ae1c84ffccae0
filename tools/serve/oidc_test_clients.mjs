// What the real OpenID Connect server has beside the demo's client when tests use it: clients whose tokens are made in
// other ways, and features that only some of them ask for.

import { randomBytes } from 'node:crypto';
import { errors } from 'oidc-provider';
import { encryptionKey } from './oidc_keys.mjs';

/** The algorithms that it signs with, each for a client of its own: `signs-<algorithm>`. */
export const ALGORITHMS = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'];

/** What its people can prove: whoever is asked to sign in proves the first of these that the app asks for. */
const CONTEXTS = ['urn:example:password', 'urn:example:two-factor'];

/** APIs that `two-resources` may get tokens for, as JWTs. */
const RESOURCES = ['https://files.example.test/', 'https://mail.example.test/'];

/** `settings` with those clients and features. */
export function forTests(settings) {
  const [demo] = settings.clients;
  const client = (id, changes) => ({ ...demo, client_id: id, client_name: id, ...changes });
  return {
    ...settings,
    acrValues: CONTEXTS,
    claims: { ...settings.claims, acr: null },
    clients: [
      demo,
      ...[...ALGORITHMS, 'Ed25519'].map((alg) => client(`signs-${alg}`, { id_token_signed_response_alg: alg })),
      client('signs-HS256', {
        id_token_signed_response_alg: 'HS256',
        client_secret: randomBytes(32).toString('base64url'),
      }),
      client('encrypts', { id_token_encrypted_response_alg: 'RSA-OAEP', jwks: { keys: [encryptionKey()] } }),
      client('other-at-hash', { id_token_signed_response_alg: 'ES256' }),
      client('signs-userinfo', { userinfo_signed_response_alg: 'RS256' }),
      client('two-resources'),
    ],
    enabledJWA: {
      idTokenSigningAlgValues: [...ALGORITHMS, 'Ed25519', 'HS256'],
      idTokenEncryptionAlgValues: ['RSA-OAEP'],
      userinfoSigningAlgValues: ['RS256'],
    },
    features: {
      ...settings.features,
      claimsParameter: { enabled: true },
      encryption: { enabled: true },
      jwtUserinfo: { enabled: true },
      resourceIndicators: {
        enabled: true,
        // Without a word on it the code is for both; a token is for one, or for UserInfo.
        defaultResource: (ctx, client, several) => {
          const both = ctx.oidc.route === 'authorization' && client.clientId === 'two-resources';
          return several?.[0] ?? (both ? RESOURCES : undefined);
        },
        getResourceServerInfo: (_ctx, resource) => {
          if (!RESOURCES.includes(resource)) throw new errors.InvalidTarget();
          return { audience: resource, scope: 'read', accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } };
        },
      },
    },
  };
}

/** Makes `provider` do two things that no setting of it does. */
export function bend(provider) {
  const finish = provider.interactionFinished.bind(provider);
  provider.interactionFinished = async (request, response, result, ...rest) => {
    if (result.login !== undefined) {
      const { params } = await provider.interactionDetails(request, response);
      const asked = params.acr_values?.split(' ') ?? [];
      result.login.acr = asked.find((context) => CONTEXTS.includes(context)) ?? CONTEXTS[0];
    }
    return await finish(request, response, result, ...rest);
  };
  // It names the access token in an ID token of other flows only; how is its own affair.
  const { payload } = provider.IdToken.prototype;
  provider.IdToken.prototype.payload = async function () {
    const claims = await payload.call(this);
    const { route, entities, client } = this.ctx?.oidc ?? {};
    if (route !== 'token') return claims;
    if (client.clientId.startsWith('signs-')) claims.at_hash = entities.AccessToken.jti;
    if (client.clientId === 'other-at-hash') claims.at_hash = 'another access token';
    return claims;
  };
}
