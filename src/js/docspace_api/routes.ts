/** Which scopes open a route, and whether what was granted is enough. */
import { type DocSpaceScope, FOR_ANYBODY, SIDES, type Side } from './scopes.js';

/** The methods that the API of DocSpace answers. */
export type DocSpaceMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** A call of the API, such as `GET /api/2.0/files/rooms`. */
export type DocSpaceRoute = `${DocSpaceMethod} /${string}`;

/** The host is nobody's: an address of any portal is read by its path. */
const BASE = 'https://portal.invalid/';

/**
 * The scopes of which any one opens this route of the API. `[]`: every token opens it. `null`: none that an app can ask
 * for, since DocSpace keeps the scopes that the rest of its API wants to itself (403). What DocSpace shows to everybody, such as
 * `GET /settings/colortheme`, it shows all the same; of that this knows `GET /capabilities` alone (`[]`).
 *
 * The person's own rights in DocSpace come on top: a scope never gives more than the person has.
 *
 * `path`: `/api/2.0/files/rooms/42`, the same without `/api/2.0`, or the whole address; a query does not count.
 */
export function scopesFor(method: string, path: string): readonly DocSpaceScope[] | null {
  const route = routeOf(path);
  if (route === null) return null;
  const verb = method.toUpperCase();
  if (verb === 'GET' && FOR_ANYBODY.includes(route)) return [];
  const found = SIDES.filter((side) => route === side.route || route.startsWith(`${side.route}/`));
  const [first] = found;
  return found.find((side) => side.route === first?.route && side.methods.includes(verb))?.scopes ?? null;
}

/**
 * Whether what was granted is enough, as the API judges it. For a scope: whether everything that it opens is open. Writing
 * implies reading, but not for `GET /group`: `accounts:write` alone does not make `accounts:read` true.
 */
export function allows(
  granted: readonly string[] | { readonly scopes: readonly string[] } | null,
  wanted: DocSpaceScope | DocSpaceRoute,
): boolean {
  const held = granted === null ? [] : 'scopes' in granted ? granted.scopes : granted;
  const [method = '', path] = wanted.split(' ');
  if (path !== undefined) {
    const opening = scopesFor(method, path);
    if (granted === null || opening === null) return false;
    return opening.length === 0 || opening.some((scope) => held.includes(scope));
  }
  const sides = SIDES.filter(({ scopes }) => scopes.some((scope) => scope === wanted));
  return sides.length > 0 ? stillShut(held, wanted).length === 0 : held.includes(wanted);
}

/** Of what this scope opens, what these scopes do not. */
export function stillShut(held: readonly string[], wanted: string): readonly Side[] {
  return SIDES.filter(
    ({ scopes }) => scopes.some((scope) => scope === wanted) && !scopes.some((scope) => held.includes(scope)),
  );
}

function routeOf(path: string): string | null {
  let address: URL;
  try {
    address = new URL(path, BASE);
  } catch {
    return null;
  }
  return address.pathname
    .replace(/%40/g, '@')
    .replace(/^\/(api\/2\.0\/)?/, '')
    .replace(/\/$/, '');
}
