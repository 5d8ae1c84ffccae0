/**
 * Key sets and ID tokens that are hostile: each is refused with a typed error, nothing of the answer is
 * kept, and nothing is asked for afterwards.
 */
import { accepts, refuses } from './support/modules.mjs';
import { scene, serves } from './support/scene.mjs';

const other = { signature: 'other_key' };
const signing = (jwks) => ({ jwks: { genuine: 'none', signs: true, ...jwks } });
const bent = (jwks) => ({ jwks: { kind: 'copy', genuine: 'none', ...jwks } });
const header = (members, more = {}) => ({ id_token: { header: members, ...more } });

/** [what, the switches, the error's field, key fetches, row]. Where no key fits, the set is fetched once more. */
const KEYS = [
  ['a foreign key beside the genuine one', { jwks: { kind: 'foreign' }, id_token: other }, 'signature', 1, 'R-061'],
  [
    'a foreign key under the genuine name',
    { jwks: { kind: 'foreign', genuine: 'none', kid: '{kid}' } },
    'signature',
    1,
    'R-061',
  ],
  ['an RSA key of 512 bits', signing({ kind: 'rsa', bits: 512 }), 'kid', 2, 'R-066'],
  ['an RSA key of 1024 bits', signing({ kind: 'rsa', bits: 1024 }), 'kid', 2, 'R-066'],
  ['an RSA key of 16384 bits', bent({ set: { n: Buffer.alloc(2048, 0xff).toString('base64url') } }), 'kid', 2, 'R-066'],
  ['an RSA key with the exponent 1', signing({ kind: 'rsa', exponent: 1 }), 'kid', 2, 'R-066'],
  ['an RSA key with an even exponent', bent({ set: { e: 'Ag' } }), 'kid', 2, 'R-066'],
  [
    'a point beside its curve',
    { id_token_alg: 'ES256', jwks: { kind: 'off_curve', genuine: 'none' } },
    'signature',
    1,
    'R-066',
  ],
  ['the private key in public', { jwks: { kind: 'private', genuine: 'none' } }, 'kid', 2, 'R-066'],
  ['a key for encryption', bent({ set: { use: 'enc' } }), 'kid', 2, 'R-062'],
  ['a key that may only sign', bent({ set: { key_ops: ['sign'] } }), 'kid', 2, 'R-062'],
  ['a key for alg none', bent({ set: { alg: 'none' } }), 'kid', 2, 'R-062'],
  ['a key for HS256', bent({ set: { alg: 'HS256' } }), 'kid', 2, 'R-062'],
  ['a key of the kind oct', bent({ set: { kty: 'oct', k: 'c2VjcmV0' } }), 'kid', 2, 'R-062'],
  ['a set without a key', { jwks: { kind: 'nothing', genuine: 'none' } }, 'kid', 2, 'R-064'],
  ['a kid like a path', header({ kid: '../../../../dev/null' }), 'kid', 2, 'R-064'],
  ['a kid like SQL', header({ kid: "x' UNION SELECT 'key'--" }), 'kid', 2, 'R-064'],
  ['a kid that is a number', header({ kid: 7 }), 'kid', 1, 'R-064'],
  ['five keys and no kid, the right one last', { omit_kid: true, decoy_keys: 4 }, 'signature', 1, 'R-064'],
  ['its own key in the header (jwk)', header({ jwk: '{jwk}' }, other), 'signature', 1, 'R-063'],
  ['its own key in the header, and no kid', header({ jwk: '{jwk}', kid: null }, other), 'signature', 1, 'R-063'],
  ['an address of keys in the header (jku)', header({ jku: '{evil}/jwks' }, other), 'signature', 1, 'R-063'],
  ['an address of a certificate (x5u)', header({ x5u: '{evil}/x5u' }, other), 'signature', 1, 'R-063'],
  ['a certificate in the header (x5c)', header({ x5c: ['MIIB'] }, other), 'signature', 1, 'R-063'],
  ['a critical extension', header({ crit: ['exp'], exp: 1 }), 'crit', 1, 'R-063'],
  ['an unencoded payload (b64)', header({ b64: false }), 'b64', 1, 'R-063'],
  ['compression (zip)', header({ zip: 'DEF' }), 'zip', 1, 'R-063'],
  ['an algorithm that nobody knows', header({ alg: 'XS256' }), 'alg', 1, 'R-062'],
  ['the name of its algorithm in small letters', header({ alg: 'rs256' }), 'alg', 1, 'R-062'],
  ['no algorithm', header({ alg: null }), 'alg', 1, 'R-062'],
];

for (const [what, switches, field, jwks, row] of KEYS) {
  scene(`an ID token with ${what}: refused`, async (t, visit) => {
    const oidc = JSON.parse(JSON.stringify(switches).replaceAll('{evil}', visit.evil));
    await refuses(visit, { oidc, code: 'id_token_invalid', field, jwks });
    await visit.sandbox.exactly(0, { double: 'evil' });
    serves(t, row, `${what}: refused`);
    serves(t, 'A-24', `${what}: refused, and nobody goes to an address that a token names`);
  });
}

const answer = (set) => ({ token_answer: { set } });

/** [what, the switches, code, field, rows] */
const TOKENS = [
  ['the type of an access token', header({ typ: 'at+jwt' }), 'id_token_invalid', 'typ', ['R-067', 'A-26']],
  ['the type of a logout token', header({ typ: 'logout+jwt' }), 'id_token_invalid', 'typ', ['R-067', 'A-26']],
  ['the type of a DPoP proof', header({ typ: 'dpop+jwt' }), 'id_token_invalid', 'typ', ['R-067', 'A-26']],
  [
    'the access token in its place',
    { ...answer({ id_token: '{access_token}' }), access_token_format: 'jwt' },
    'id_token_invalid',
    'typ',
    ['R-067', 'A-26'],
  ],
  [
    'itself as the access token',
    answer({ access_token: '{id_token}' }),
    'id_token_invalid',
    'at_hash',
    ['R-069', 'A-26'],
  ],
  ['padding in its signature', { id_token: { signature: 'padded' } }, 'id_token_invalid', 'id_token', ['R-068']],
  ['four parts', answer({ id_token: '{id_token}.e30' }), 'id_token_invalid', 'id_token', ['R-068']],
  ['two parts', answer({ id_token: 'e30.e30' }), 'id_token_invalid', 'id_token', ['R-068']],
  ['a blank at its end', answer({ id_token: '{id_token} ' }), 'response_invalid', 'id_token', ['R-068']],
  ['a kid of 100 kB', header({ kid: 'k'.repeat(100_000) }), 'response_invalid', 'id_token', ['R-049']],
  ['a sub of 256 letters', { id_token: { set: { sub: 's'.repeat(256) } } }, 'id_token_invalid', 'sub', ['R-058']],
  ['an empty sub', { id_token: { set: { sub: '' } } }, 'id_token_invalid', 'sub', ['R-058']],
  ['an exp in quotes', { id_token: { set: { exp: '9999999999' } } }, 'id_token_invalid', 'exp', ['R-057']],
  ['an iat that is null', { id_token: { set: { iat: null } } }, 'id_token_invalid', 'iat', ['R-057']],
  ['an nbf that is a list', { id_token: { set: { nbf: [1] } } }, 'id_token_invalid', 'nbf', ['R-057']],
  ['an nbf of tomorrow', { id_token: { set: { nbf: 9_999_999_999 } } }, 'id_token_invalid', 'nbf', ['R-057']],
  ['an auth_time that is true', { id_token: { set: { auth_time: true } } }, 'id_token_invalid', 'auth_time', ['R-057']],
  ['an empty aud', { id_token: { set: { aud: [] } } }, 'id_token_invalid', 'aud', ['R-056']],
  ['an azp of another client', { id_token: { set: { azp: 'another-client' } } }, 'id_token_invalid', 'azp', ['R-056']],
  ['an iat of two minutes ahead', { id_token: { shift: { iat: 120 } } }, 'id_token_invalid', 'iat', ['A-25', 'R-057']],
  ['no ID token at all', { token_answer: { remove: ['id_token'] } }, 'id_token_invalid', 'id_token', ['R-070']],
];

for (const [what, oidc, code, field, rows] of TOKENS) {
  scene(`an answer with ${what}: refused`, async (t, visit) => {
    await refuses(visit, { oidc, code, field });
    for (const row of rows) serves(t, row, `${what}: refused, no tokens stored`);
  });
}

scene('max_age and acr_values: what was asked for has to be told, and to be so', async (t, visit) => {
  await accepts(visit, { login: { maxAge: 60, acrValues: 'gold silver' } });
  serves(t, 'R-060', 'auth_time within max_age, and one of the acr values: accepted');
});

for (const [what, mutation, field] of [
  ['no auth_time', { remove: ['auth_time'] }, 'auth_time'],
  ['an auth_time of ten minutes ago', { shift: { auth_time: -600 } }, 'auth_time'],
  ['no acr', { remove: ['acr'] }, 'acr'],
  ['another acr', { set: { acr: 'bronze' } }, 'acr'],
]) {
  scene(`max_age and acr_values were asked for, and ${what} comes: refused`, async (t, visit) => {
    await refuses(visit, {
      oidc: { id_token: mutation },
      login: { maxAge: 60, acrValues: 'gold silver' },
      code: 'id_token_invalid',
      field,
    });
    serves(t, 'R-060', `${what}: refused`);
  });
}
