// Signing keys for the real OpenID Connect server: new ones at each start, and whenever a test wants others.

import { generateKeyPairSync, randomBytes } from 'node:crypto';

const KINDS = {
  RS256: ['rsa', { modulusLength: 2048 }],
  PS256: ['rsa', { modulusLength: 2048 }],
  ES256: ['ec', { namedCurve: 'P-256' }],
  ES384: ['ec', { namedCurve: 'P-384' }],
  EdDSA: ['ed25519', {}],
};

/** A private key for each of these algorithms, as JWKs whose `kid` nobody has seen before. */
export function signingKeys(algorithms) {
  return algorithms.map((algorithm) => {
    const { privateKey } = generateKeyPairSync(...KINDS[algorithm]);
    return {
      ...privateKey.export({ format: 'jwk' }),
      use: 'sig',
      // The same key makes `EdDSA` and, by its newer name, `Ed25519` (RFC 9864).
      ...(algorithm === 'EdDSA' ? {} : { alg: algorithm }),
      kid: `${algorithm}-${randomBytes(4).toString('hex')}`,
    };
  });
}

/** The public half of a new key that nobody can decrypt with. */
export function encryptionKey() {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...publicKey.export({ format: 'jwk' }), use: 'enc', alg: 'RSA-OAEP' };
}
