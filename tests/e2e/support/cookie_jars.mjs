/** Plays the browser at the providers, as far as their redirects and forms need one: cookies, kept for each host. */
import { exchange } from './sandbox_control.mjs';

export class CookieJars {
  #port;
  #jars = new Map();

  constructor(port) {
    this.#port = port;
  }

  /** One request with the cookies of its host, and those of its answer kept. Status 0: the connection was cut. */
  async visit(address, { method = 'GET', body } = {}) {
    const jar = this.#jars.get(address.host) ?? new Map();
    this.#jars.set(address.host, jar);
    const headers = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
    if (jar.size > 0) headers.cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const path = address.pathname + address.search;
    const answer = await reach(this.#port, { method, host: address.host, path, headers, body });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) jar.delete(name);
      else if (name) jar.set(name, value);
    }
    return answer;
  }
}

async function reach(port, request) {
  try {
    return await exchange(port, request);
  } catch (error) {
    if (error.code !== 'ECONNRESET') throw error;
    return { status: 0, headers: {}, body: '' };
  }
}
