/** What DocSpace's scopes are for, in words; what each one opens is told by `docgate/docspace/api`. */
import { allows, type DocSpaceScope, explainMissing, scopes, scopesFor } from 'docgate/docspace/api';
import type { ScopeNotes } from './provider.js';

export const DOCSPACE_SCOPES: ScopeNotes = {
  meanings: {
    'accounts.self:read': 'Read who you are: name, e-mail, picture',
    'accounts.self:write': 'Change your own profile',
    'accounts:read': 'List people and groups',
    'accounts:write': 'Invite and change people; change groups',
    'files:read': 'Read your documents and folders, rooms apart',
    'files:write': 'Make, change and delete documents and folders',
    'rooms:read': 'Read rooms',
    'rooms:write': 'Make and change rooms',
    openid: 'An ID token; no names in it',
  },
  opens: (scope) => (isKnown(scope) ? scopes[scope].opens : []),
  /** At the API alone: for the authorization server the two are strangers, and only what is registered can be asked for. */
  coveredBy: (scope, granted) => (isKnown(scope) ? (granted.find((one) => allows([one], scope)) ?? null) : null),
  explain: explainMissing,
  refused(method, path) {
    const wanted = scopesFor(method, path);
    if (wanted === null) return 'No scope that an app can get opens this.';
    return wanted.length === 0 ? '' : `This wants one of: ${wanted.join(', ')}.`;
  },
};

const isKnown = (scope: string): scope is DocSpaceScope => Object.hasOwn(scopes, scope);
