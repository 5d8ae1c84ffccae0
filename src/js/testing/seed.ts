/**
 * A session put into a page before it loads: the real `createAuth` in it restores it as after a reload, and nobody has to go
 * through a login. The record is the one of `src/core/session/record.rs`; an end-to-end test holds this file to it.
 */
import { INSPECTION, type Inspection } from '../inspection.js';
import type { Auth, User } from '../types.js';
import { ADA, HOUR } from './person.js';

/** The version of the record that this build writes. */
const VERSION = 1;

/** Who is to be signed in, with the test's own tokens. */
export interface SeedOptions {
  /** The access token that the API will get: visible ASCII. docgate makes none up. */
  readonly accessToken: string;
  /** Who. Default: Ada Lovelace; `null`: the provider tells no identity. */
  readonly user?: User | null;
  /** What was granted. Default: what the config asks for. */
  readonly scopes?: readonly string[];
  /** How long the access token lives from now on, in milliseconds; `null`: the server did not say. Default: an hour. */
  readonly lifetime?: number | null;
  /** With it the session can be renewed, where the provider does that. */
  readonly refreshToken?: string;
  /** What `getIdToken()` will give. */
  readonly idToken?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Where relative paths of `fetch` go, where the provider says that at each login (DocSpace's cloud, Enadoc). */
  readonly apiBase?: string;
  /** For a provider that is known by its metadata alone (`oidc`): what the metadata would say. */
  readonly endpoints?: {
    readonly authorization: string;
    readonly token: string;
    readonly jwks?: string;
    readonly userinfo?: string;
    readonly revocation?: string;
    readonly endSession?: string;
  };
  /** What time it is in the page, in milliseconds since 1970. Default: now. */
  readonly now?: number;
}

/** A session as a page's `sessionStorage` holds it. */
export interface SessionSeed {
  /** The item of `sessionStorage`. */
  readonly key: string;
  /** Its text. It holds the tokens. */
  readonly value: string;
  /**
   * A script that puts it into each new tab of the app's origin, once: a reload keeps what the app made of it, and a sign-out
   * stays one. For `page.addInitScript({ content: seed.script })` of Playwright, and what other drivers have instead.
   */
  readonly script: string;
  /**
   * Puts it into this storage now; for jsdom: `seed.into(sessionStorage)` before `auth.ready()`. What an earlier test left in
   * `localStorage` about this client is removed.
   */
  into(storage: Pick<Storage, 'setItem'>): void;
}

/**
 * The session of `auth`'s client: give it an `Auth` that `createAuth` made of the config that the page uses. Where that is made
 * outside of the page (in a Playwright test), its `redirectUri` has to be absolute.
 */
export function seedSession(auth: Auth, options: SeedOptions): SessionSeed {
  const inspection = (auth as Partial<Record<typeof INSPECTION, Inspection>>)[INSPECTION];
  if (inspection === undefined) throw new TypeError('seedSession() needs an Auth of createAuth(), not a fake one.');
  const { relay, redirectUri, scopes, apis, authorization, token, jwks, endSession } = inspection.describe();
  const own = { authorization, token, jwks, endSession };
  const { accessToken, user = ADA, lifetime = HOUR, now = Date.now() } = options;
  const endpoints = options.endpoints ?? own;
  if (endpoints.authorization === null || endpoints.token === null) {
    throw new TypeError('This provider is known by its metadata alone: pass `endpoints` to seedSession().');
  }
  const relayed = relay !== null && endpoints.token.startsWith(relay);
  const client = inspection.key();
  const base = options.apiBase ?? apis[0]?.base;
  const { userinfo, revocation } = options.endpoints ?? {};
  const record = {
    v: VERSION,
    exchange: relayed ? 'relay' : 'direct',
    id: `seed-${now}`,
    client,
    claims: JSON.stringify(options.claims ?? {}),
    ...(base !== undefined && { api_base: base }),
    tokens: [
      {
        access_token: accessToken,
        since: 1,
        issued: now,
        ...(lifetime !== null && { expires: now + lifetime }),
        requested: scopes.join(' '),
        scopes: (options.scopes ?? scopes).join(' '),
      },
    ],
    ...(options.refreshToken !== undefined && { refresh_token: options.refreshToken }),
    ...(options.idToken !== undefined && { id_token: options.idToken }),
    ...(user !== null && { user }),
    generation: 1,
    epoch: 0,
    metadata: {
      authorization: endpoints.authorization,
      token: endpoints.token,
      ...(endpoints.jwks != null && { jwks: endpoints.jwks }),
      ...(userinfo !== undefined && { userinfo }),
      ...(revocation !== undefined && { revocation }),
      ...(endpoints.endSession != null && { end_session: endpoints.endSession }),
      iss: false,
    },
    dead: false,
  };
  const key = `docgate:session:${client}`;
  const value = JSON.stringify(record);
  const origin = new URL(redirectUri).origin;
  const [where, mark, item, text] = [origin, `docgate:seeded:${client}`, key, value].map((each) =>
    JSON.stringify(each),
  );
  const script = `if (location.origin === ${where} && sessionStorage.getItem(${mark}) === null) {
  sessionStorage.setItem(${mark}, '1');
  sessionStorage.setItem(${item}, ${text});
}`;
  const into = (storage: Pick<Storage, 'setItem'>): void => {
    storage.setItem(key, value);
    // What an earlier test left there may say that this session is over.
    try {
      for (const kind of ['shared', 'keys']) localStorage.removeItem(`docgate:${kind}:${client}`);
    } catch {
      // There is none.
    }
  };
  return { key, value, script, into };
}
