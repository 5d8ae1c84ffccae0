/**
 * Speaks to the sandbox's control API on behalf of one scenario, and reads the request log of that scenario.
 * The scenario has its own switches, clock, clients and tokens, so tests cannot see one another.
 */
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** How long "nothing after" waits before it looks. */
export const SETTLE = 200;

/** How long a request is waited for. */
const PATIENCE = 20_000;

/** One HTTP exchange with a server on loopback, whatever its name: `{ status, headers, body }`. */
export function exchange(port, { method = 'GET', host, path, headers = {}, body }) {
  // Without it Node sends no body with a DELETE.
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port, method, path, headers: { ...(host ? { host } : {}), ...length, ...headers } },
      (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () =>
          resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts).toString('utf8') }),
        );
        answer.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

export class SandboxControl {
  #port;
  #scenario;

  constructor(port, scenario) {
    this.#port = port;
    this.#scenario = scenario;
  }

  async #call(method, path, body) {
    const separator = path.includes('?') ? '&' : '?';
    const answer = await exchange(this.#port, {
      method,
      path: `/_sandbox/${path}${separator}scenario=${this.#scenario}`,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    assert.ok(answer.status < 300, `control ${method} ${path} answered ${answer.status}: ${answer.body}`);
    return answer.body === '' ? null : JSON.parse(answer.body);
  }

  switches(settings) {
    return this.#call('PUT', 'switches', settings);
  }

  /** The scenario is as new, and its log is empty. */
  reset() {
    return this.#call('POST', 'reset');
  }

  state() {
    return this.#call('GET', 'state');
  }

  evict(user = 'ada') {
    return this.#call('POST', 'evict', { client: 'demo-docspace', user });
  }

  /** The user takes the app off "Authorized apps". */
  revoke(user = 'ada', client = 'demo-docspace') {
    return this.#call('POST', 'revoke', { client, user });
  }

  expire(what) {
    return this.#call('POST', 'expire', { what });
  }

  advance(seconds) {
    return this.#call('POST', 'time', { advance_seconds: seconds });
  }

  /** New signing keys. `keepOld`: the old ones stay published. */
  rotateKeys(keepOld = true) {
    return this.#call('POST', 'rotate-keys', { keep_old: keepOld });
  }

  client(double, client) {
    return this.#call('PUT', 'clients', { double, client });
  }

  removeClient(double, id) {
    return this.#call('DELETE', 'clients', { double, id });
  }

  async #log(filters = {}) {
    const query = new URLSearchParams(filters).toString();
    return await this.#call('GET', `log${query === '' ? '' : `?${query}`}`);
  }

  /** The requests so far that fit, oldest first; no preflights. `filters`: `method`, `path`, `double`. */
  async requests(filters = {}) {
    const { entries } = await this.#log({ preflight: 'false' });
    return entries.filter((entry) => fits(entry, filters));
  }

  /** A place in the log, to ask later what came after it. */
  async mark() {
    const { last } = await this.#log();
    return last;
  }

  /** Resolves once a request that fits has reached the providers; a page may have sent it and not be answered yet. */
  async arrived(filters) {
    for (const until = Date.now() + PATIENCE; Date.now() < until; await pause(20)) {
      if ((await this.requests(filters)).length > 0) return;
    }
    assert.fail(`no request like ${JSON.stringify(filters)} came`);
  }

  /** Exactly `count` requests fit `filters`, late ones included; gives them back. */
  async exactly(count, filters = {}) {
    await pause(SETTLE);
    const entries = await this.requests(filters);
    assert.equal(entries.length, count, `requests like ${JSON.stringify(filters)}: ${told(entries)}`);
    return entries;
  }

  /** Nothing has reached the providers since `mark`, not even a preflight. With `filters`: nothing of that kind. */
  async nothingAfter(mark, filters = {}) {
    await pause(SETTLE);
    const { entries } = await this.#log({ since: String(mark) });
    const fitting = entries.filter((entry) => fits(entry, filters));
    assert.deepEqual(told(fitting), 'none', 'nothing was to come after the hostile step');
  }
}

function fits(entry, { method, path, double }) {
  return (
    (method === undefined || entry.method === method) &&
    (path === undefined || (path instanceof RegExp ? path.test(entry.path) : entry.path === path)) &&
    (double === undefined || entry.double === double)
  );
}

function told(entries) {
  return entries.map(({ method, host, path, status }) => `${method} ${host}${path} ${status}`).join(', ') || 'none';
}
