/**
 * Speaks to an entry of a relay as a page does, but without a browser: what a page cannot forge or leave out, this can.
 * The cookies are those of one browser; a caller that is made with another's has stolen them.
 */
import { createHash, randomBytes } from 'node:crypto';
import { exchange } from './sandbox_control.mjs';

const random = () => randomBytes(32).toString('base64url');

export class RelayCaller {
  cookies = new Map();
  /** The page's id of its session. */
  session = random();

  /** `entry`: its name; `port`: of another process than the visit's relay; `origin`: of another app. */
  constructor(visit, entry, { clientId, redirectUri, port = visit.relay.port, origin = visit.app } = {}) {
    Object.assign(this, { visit, entry, clientId, port, origin });
    this.redirectUri = `${origin}${redirectUri}`;
  }

  /** A caller of the Enadoc entry, which knows no PKCE: what protects a code is the relay alone. */
  static enadoc(visit, options = {}) {
    return new RelayCaller(visit, 'enadoc', {
      clientId: 'demo-enadoc',
      redirectUri: '/callback/enadoc',
      ...options,
    });
  }

  /** A caller of the DocSpace entry, which revokes. */
  static docspace(visit, options = {}) {
    return new RelayCaller(visit, 'docspace', {
      clientId: 'demo-docspace-confidential',
      redirectUri: '/callback/relay-docspace',
      ...options,
    });
  }

  /** The same browser's cookies, in other hands. */
  robbed(options = {}) {
    const { visit, entry, clientId } = this;
    const thief = new RelayCaller(visit, entry, { clientId, redirectUri: '', port: this.port, ...options });
    Object.assign(thief, { redirectUri: this.redirectUri, session: this.session, cookies: new Map(this.cookies) });
    return thief;
  }

  /** One request: `{ status, headers, body }`. A header that is null is left out. */
  async call(endpoint, { method = 'POST', headers = {}, body, host = this.visit.relayHost, entry = this.entry } = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const all = {
      origin: this.origin,
      'docgate-relay': '1',
      'sec-fetch-site': 'same-site',
      'content-type': 'application/x-www-form-urlencoded',
      cookie: cookie === '' ? null : cookie,
      ...headers,
    };
    const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
    const answer = await exchange(this.port, { method, host, path: `/v1/${entry}/${endpoint}`, headers: sent, body });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return { ...answer, body: answer.body.startsWith('{') ? JSON.parse(answer.body) : answer.body };
  }

  /** Begins a login here: `{ state, verifier, answer, url? }`. */
  async begin() {
    const [state, verifier] = [random(), random()];
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const form = {
      client_id: this.clientId,
      redirect_uri: this.redirectUri,
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
      authorization_url: '1',
    };
    const answer = await this.call('login', { body: new URLSearchParams(form).toString() });
    const { authorization_url: told } = answer.body;
    const asked = new URLSearchParams({ ...form, response_type: 'code', scope: 'files:read' });
    asked.delete('authorization_url');
    // DocSpace drops what follows the scope.
    return { state, verifier, answer, url: new URL(told ?? `${this.visit.portal}/oauth2/authorize?${asked}`) };
  }

  /** The same, and a code for it. */
  async withCode() {
    const login = await this.begin();
    const callback = await this.visit.authorize(login.url);
    return { ...login, code: callback.searchParams.get('code') };
  }

  /** What a page sends to redeem `login`'s code. */
  redemption({ state, verifier, code }) {
    return {
      grant_type: 'authorization_code',
      client_id: this.clientId,
      redirect_uri: this.redirectUri,
      session: this.session,
      code_verifier: verifier,
      state,
      code,
    };
  }

  /** Redeems it. `changes`: to the form. */
  redeem(login, changes = {}, options = {}) {
    return this.form('token', { ...this.redemption(login), ...changes }, options);
  }

  renew(changes = {}, options = {}) {
    const form = { grant_type: 'refresh_token', client_id: this.clientId, session: this.session, ...changes };
    return this.form('token', form, options);
  }

  logout(changes = {}) {
    return this.form('logout', { client_id: this.clientId, session: this.session, ...changes });
  }

  form(endpoint, form, options = {}) {
    return this.call(endpoint, { body: new URLSearchParams(form).toString(), ...options });
  }
}
