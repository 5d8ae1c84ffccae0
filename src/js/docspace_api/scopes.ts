/**
 * The scopes of DocSpace and what each one opens, as the API of DocSpace 3.7 judges it. The rules are the one table from
 * which everything else about scopes follows.
 *
 * DocSpace 3.0 differs: reading is implied by writing for files alone, nothing opens a write to `people/@self`, so that
 * `accounts.self:write` opens nothing, and nothing opens `/group`.
 */

/** Every scope there is. `profile`, `email` and `offline_access` are unknown to DocSpace: `scope_refused`. */
export type DocSpaceScope =
  | 'accounts.self:read'
  | 'accounts.self:write'
  | 'accounts:read'
  | 'accounts:write'
  | 'files:read'
  | 'files:write'
  | 'rooms:read'
  | 'rooms:write'
  | 'openid';

/** The groups of the consent page and of the registration form. */
export type DocSpaceScopeGroup = 'profiles' | 'accounts' | 'files' | 'rooms' | 'openid';

/** What one scope is for. */
export interface DocSpaceScopeInfo {
  readonly group: DocSpaceScopeGroup;
  readonly type: 'read' | 'write' | 'openid';
  /** Methods and routes, each with everything below it that is no route of another scope. */
  readonly opens: readonly string[];
}

/** One side of a route: what opens it for reading, or for writing. Any one of `scopes` is enough. */
export interface Side {
  readonly methods: readonly string[];
  /** Below `/api/2.0/`. */
  readonly route: string;
  readonly scopes: readonly DocSpaceScope[];
}

const READ = ['GET'];
const WRITE = ['POST', 'PUT', 'DELETE'];

/** What any token opens. DocSpace shows more to everybody, signed in or not; an app that calls such a route knows it. */
export const FOR_ANYBODY: readonly string[] = ['keys/@self', 'capabilities'];

/** The first route that fits counts. */
export const SIDES: readonly Side[] = [
  // The scopes of `people` do not open one's own record: the rule for `people` is never reached.
  both('people/@self', ['accounts.self:read', 'accounts.self:write'], ['accounts.self:write']),
  both('people', ['accounts:read', 'accounts:write'], ['accounts:write']),
  // Here, and only here, writing does not imply reading.
  both('group', ['accounts:read'], ['accounts:write']),
  both('files/rooms', ['rooms:read', 'rooms:write'], ['rooms:write']),
  both('files', ['files:read', 'files:write'], ['files:write']),
].flat();

/** Group, kind and routes of each scope. */
export const scopes: Readonly<Record<DocSpaceScope, DocSpaceScopeInfo>> = {
  'accounts.self:read': info('profiles', 'accounts.self:read'),
  'accounts.self:write': info('profiles', 'accounts.self:write'),
  'accounts:read': info('accounts', 'accounts:read'),
  'accounts:write': info('accounts', 'accounts:write'),
  'files:read': info('files', 'files:read'),
  'files:write': info('files', 'files:write'),
  'rooms:read': info('rooms', 'rooms:read'),
  'rooms:write': info('rooms', 'rooms:write'),
  openid: info('openid', 'openid'),
};

/** A side as people read it: `GET /api/2.0/people`. */
export function spelled({ methods, route }: Side): string {
  return `${methods.join(', ')} /api/2.0/${route}`;
}

function both(route: string, read: DocSpaceScope[], write: DocSpaceScope[]): Side[] {
  return [
    { methods: READ, route, scopes: read },
    { methods: WRITE, route, scopes: write },
  ];
}

function info(group: DocSpaceScopeGroup, scope: DocSpaceScope): DocSpaceScopeInfo {
  const type = scope === 'openid' ? scope : scope.endsWith(':read') ? 'read' : 'write';
  return { group, type, opens: SIDES.filter((side) => side.scopes.includes(scope)).map(spelled) };
}
