/** The way through DocSpace's pages, at a portal or through the cloud, without a browser; it tells where it ends. */
import { CookieJars } from './cookie_jars.mjs';

/** More hops than any login has. */
const HOPS = 24;

/**
 * From the authorization URL on, with cookies of its own for each host: `{ callback }`, an address of the app that nobody has
 * opened yet, or `{ stays }`, in words, where the way does not lead back. `presses`: the ids of the buttons that are
 * pressed where they come up.
 */
export async function walkDocSpace(port, url, presses = []) {
  const jars = new CookieJars(port);
  let next = { address: new URL(url) };
  for (let hop = 0; hop < HOPS; hop += 1) {
    const { address } = next;
    const answer = await jars.visit(address, next);
    const { location } = answer.headers;
    const target = location === undefined ? press(answer.body, presses, address) : { address: location };
    if (target === null) return { stays: whereIt(address, answer) };
    next = { ...target, address: new URL(target.address, address) };
    if (next.address.port !== String(port)) return { callback: next.address };
  }
  return { stays: 'redirects in circles' };
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
