/** The way through DocSpace's pages, at a portal or through the cloud, without a browser; it tells where it ends. */
import { exchange } from './sandbox_control.mjs';

/** More hops than any login has. */
const HOPS = 24;

/**
 * From the authorization URL on, with cookies of its own for each host: `{ callback }`, an address of the app that nobody has
 * opened yet, or `{ stays }`, in words, where the way does not lead back. `presses`: the ids of the buttons that are
 * pressed where they come up.
 */
export async function walkDocSpace(port, url, presses = []) {
  const jars = new Map();
  let next = { method: 'GET', address: new URL(url) };
  for (let hop = 0; hop < HOPS; hop += 1) {
    const { method, address, body } = next;
    const answer = await visit(port, jars, method, address, body);
    const { location } = answer.headers;
    const target = location === undefined ? press(answer.body, presses, address) : { method: 'GET', address: location };
    if (target === null) return { stays: whereIt(address, answer) };
    next = { ...target, address: new URL(target.address, address) };
    if (next.address.port !== String(port)) return { callback: next.address };
  }
  return { stays: 'redirects in circles' };
}

async function visit(port, jars, method, address, body) {
  const jar = jars.get(address.host) ?? new Map();
  jars.set(address.host, jar);
  const answer = await reach(port, {
    method,
    host: address.host,
    path: address.pathname + address.search,
    headers: {
      cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    body,
  });
  for (const line of answer.headers['set-cookie'] ?? []) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/Max-Age=0/.test(line)) jar.delete(name);
    else jar.set(name, value);
  }
  return answer;
}

/** Nothing at all where the connection is cut. */
async function reach(port, request) {
  try {
    return await exchange(port, request);
  } catch (error) {
    if (error.code !== 'ECONNRESET') throw error;
    return { status: 0, headers: {}, body: '' };
  }
}

/** The form of the first button of `ids` that the page has; the arrival page presses its own. */
function press(html, ids, address) {
  for (const form of html.match(/<form[\s\S]*?<\/form>/g) ?? []) {
    const id = [...ids, 'arrival-continue'].find((each) => form.includes(`id="${each}"`));
    if (id === undefined) continue;
    const fields = [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    const [, name, value] = new RegExp(`name="([^"]*)" value="([^"]*)" id="${id}"`).exec(form) ?? [];
    if (name !== undefined) fields.push([null, name, value]);
    const [, action] = /action="([^"]+)"/.exec(form);
    return {
      method: 'POST',
      address: new URL(action, address).href,
      body: new URLSearchParams(fields.map(([, key, text]) => [key, text])).toString(),
    };
  }
  return null;
}

function whereIt({ pathname, hostname }, { status, body }) {
  const [, key] = /data-testid="oauth-error">([^<]*)</.exec(body) ?? [];
  const host = /(docspace[a-z-]*)\.localhost$/.exec(hostname)?.[1];
  const cloud = host === 'docspace' ? '' : `${host} `;
  if (key !== undefined) return `${cloud}error page: ${key}`;
  return status === 200 ? `${cloud}${pathname}` : `${cloud}${pathname} answers ${status || 'nothing'}`;
}
