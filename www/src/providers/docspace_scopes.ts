/** What DocSpace's scopes open, and which of them opens another one's routes as well. */
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
  /** At the API alone: for the authorization server the two are strangers, and only what is registered can be asked for. */
  coveredBy(scope, granted) {
    const writing = scope.replace(/:read$/, ':write');
    return writing !== scope && granted.includes(writing) ? writing : null;
  },
};
