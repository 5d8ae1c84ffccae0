/** The way through the pages of the real OpenID Connect server, without a browser. */
import assert from 'node:assert/strict';
import { exchange } from './sandbox_control.mjs';

/** More steps than any login has. */
const STEPS = 16;

/**
 * From the authorization URL to the callback address, which nobody has opened yet: `user` signs in and consents, with
 * cookies of their own.
 */
export async function walk(port, url, user) {
  const jar = new Map();
  const visit = async (next, form) => {
    const answer = await exchange(port, {
      method: form === undefined ? 'GET' : 'POST',
      host: next.host,
      path: next.pathname + next.search,
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      body: form?.toString(),
    });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name) jar.set(name, value);
    }
    return answer;
  };
  const { host } = new URL(url);
  let next = new URL(url);
  let answer = await visit(next);
  for (let step = 0; step < STEPS; step += 1) {
    const { location } = answer.headers;
    if (location !== undefined) {
      next = new URL(location, next);
      if (next.host !== host) return next;
      answer = await visit(next);
      continue;
    }
    const [, action] = /<form[^>]* action="([^"]+)"/.exec(answer.body) ?? [];
    const [, prompt] = /name="prompt" value="(\w+)"/.exec(answer.body) ?? [];
    assert.ok(action && prompt, `${next} answered ${answer.status}: ${answer.body.slice(0, 300)}`);
    next = new URL(action, next);
    answer = await visit(next, new URLSearchParams({ prompt, login: user, password: 'any' }));
  }
  return assert.fail(`the server redirects in circles: ${next}`);
}
