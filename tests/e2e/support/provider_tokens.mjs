/**
 * Tokens of the real OpenID Connect server, looked at from outside: taken apart, their signatures checked by Node's own
 * cryptography against the keys that the server shows, and used at the server as their holder would.
 */
import assert from 'node:assert/strict';
import { constants, createPublicKey, verify } from 'node:crypto';
import { exchange } from './sandbox_control.mjs';

const json = (segment) => JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'));

/** Header and claims of a JWT. */
export function takenApart(token) {
  const [header, claims] = token.split('.');
  return { header: json(header), claims: json(claims) };
}

const HASHES = { RS256: 'sha256', PS256: 'sha256', ES256: 'sha256', ES384: 'sha384', EdDSA: null };

/** The `kid`s that the server shows now. */
export async function shownKeys(visit) {
  return (await keySet(visit)).map(({ kid }) => kid);
}

async function keySet(visit) {
  return JSON.parse((await exchange(visit.providerPort, { path: '/jwks' })).body).keys;
}

/** Whether a key that the server shows now made this token's signature. */
export async function isGenuine(visit, token) {
  const [header, claims, signature] = token.split('.');
  const { alg, kid } = json(header);
  assert.ok(alg in HASHES, alg);
  const key = (await keySet(visit)).find((shown) => shown.kid === kid);
  if (key === undefined) return false;
  return verify(
    HASHES[alg],
    Buffer.from(`${header}.${claims}`),
    {
      key: createPublicKey({ key, format: 'jwk' }),
      dsaEncoding: 'ieee-p1363',
      ...(alg === 'PS256' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {}),
    },
    Buffer.from(signature, 'base64url'),
  );
}

/** The page's ID token. */
export async function idToken(visit, page) {
  const { value, error } = await visit.call(page, 'getIdToken');
  assert.equal(error, undefined, error?.message);
  return value;
}

/** The page's access token. */
export async function accessToken(visit, page, options = {}) {
  const { value, error } = await visit.call(page, 'getAccessToken', options);
  assert.equal(error, undefined, error?.message);
  return value;
}

/** The refresh token that the page keeps. */
export async function refreshToken(page) {
  // A token may begin with a dash.
  const found = await page.evaluate(
    () => /"refresh_token[\\":]+([\w-]{20,})/.exec(JSON.stringify({ ...sessionStorage }))?.[1],
  );
  assert.equal(typeof found, 'string', 'the page holds no refresh token');
  return found;
}

/** What the server answers to whoever holds this refresh token: `null`, or its error. */
export async function replayed(visit, token, clientId = 'demo-oidc') {
  const { status, body } = await exchange(visit.providerPort, {
    method: 'POST',
    host: new URL(visit.issuer).host,
    path: '/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'refresh_token', client_id: clientId, refresh_token: token }).toString(),
  });
  return status === 200 ? null : JSON.parse(body).error;
}

/** The status of UserInfo for whoever holds this access token. */
export async function userInfoStatus(visit, token) {
  const { status } = await exchange(visit.providerPort, {
    host: new URL(visit.issuer).host,
    path: '/me',
    headers: { authorization: `Bearer ${token}` },
  });
  return status;
}

/** Nothing in the page's storage is a token. */
export async function assertNothingKept(page) {
  const stored = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  // The beginning of a JWT: three letters of it are in many a hash.
  assert.doesNotMatch(stored, /access_token|refresh_token|id_token|eyJ[\w-]+\.[\w-]/);
}
