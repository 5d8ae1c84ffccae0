/** Speaks to the controls of the real OpenID Connect server (tools/oidc-provider.mjs), and reads its log. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { exchange, SETTLE } from './sandbox_control.mjs';

/** How long a request is waited for. */
const PATIENCE = 20_000;

export class ProviderControl {
  #port;

  constructor(port) {
    this.#port = port;
  }

  async #call(method, path) {
    const answer = await exchange(this.#port, { method, path });
    assert.equal(answer.status, 200, `${method} ${path}: ${answer.body}`);
    return JSON.parse(answer.body);
  }

  /** So many of the next token requests wait, before the server handles them or before it answers. */
  hold(where, count = 1) {
    return this.#call('POST', `/_hold?${where}=${count}`);
  }

  /** Those that wait go on; with `cut` they lose their connection instead. */
  release({ cut = false } = {}) {
    return this.#call('POST', cut ? '/_release?cut=1' : '/_release');
  }

  advance(seconds) {
    return this.#call('POST', `/_time?advance=${seconds}`);
  }

  /** It signs with new keys from now on; with `keep` it still shows the ones before. */
  changeKeys({ keep = false } = {}) {
    return this.#call('POST', keep ? '/_keys?keep=1' : '/_keys');
  }

  forget() {
    return this.#call('DELETE', '/_log');
  }

  /** The requests so far, oldest first; without a path all of this method. */
  async requests(method, path) {
    return (await this.#call('GET', '/_log')).filter(
      (entry) => entry.method === method && (path === undefined || entry.path === path),
    );
  }

  /** The token requests so far, oldest first: `{ grant, status, error, reused, held, lost }`. */
  tokenRequests() {
    return this.requests('POST', '/token');
  }

  /** What the last authorization request wished. */
  async asked() {
    return (await this.requests('GET')).findLast(({ asked }) => asked !== undefined)?.asked;
  }

  /** Those that were handled as renewals, late ones included. */
  async renewals() {
    await pause(SETTLE);
    return (await this.tokenRequests()).filter(({ grant }) => grant === 'refresh_token');
  }

  /** Resolves once a token request that fits has come this far. */
  async until(fits, what) {
    for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(20)) {
      const found = (await this.tokenRequests()).find(fits);
      if (found !== undefined) return found;
    }
    return assert.fail(`no token request ${what}: ${JSON.stringify(await this.tokenRequests())}`);
  }

  /** Resolves once such a request was answered. */
  async answered(method, path) {
    for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(20)) {
      if ((await this.requests(method, path)).some(({ status }) => status !== 0)) return;
    }
    assert.fail(`no ${method} ${path} was answered`);
  }

  /** Resolves once a token request is held there. */
  waiting(where) {
    return this.until(({ held }) => held === where, `held ${where}`);
  }
}

/** How often a spent refresh token was seen: each time the server ends the whole family. */
export const reuses = (entries) => entries.filter(({ reused }) => reused).length;
