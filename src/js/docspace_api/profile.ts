/** A person as `people/@self` tells, made ready to be shown. */

/** What `auth.fetchProfile()` gives at DocSpace, as far as it is read here; there is more in it. */
export interface DocSpaceProfileRecord {
  readonly id?: unknown;
  /** Encoded for HTML by the server. */
  readonly displayName?: unknown;
  readonly email?: unknown;
  /** Without a host, as a rule. */
  readonly avatar?: unknown;
  readonly hasAvatar?: unknown;
  readonly isAdmin?: unknown;
  readonly isOwner?: unknown;
  readonly isRoomAdmin?: unknown;
  readonly isCollaborator?: unknown;
  readonly isVisitor?: unknown;
}

/** A person, with what of DocSpace's record an app can show. */
export interface DocSpaceProfile {
  /** `session.user.id`, or what stands before its first dot in the cloud. Know people by that one, never by `email`. */
  readonly id: string | null;
  /** Plain text: not encoded for HTML, and not safe to be set as HTML. */
  readonly name: string | null;
  readonly email: string | null;
  /** An absolute address of http or https; `null` where the person has no picture. */
  readonly avatar: string | null;
  readonly isAdmin: boolean;
  readonly isOwner: boolean;
  readonly isRoomAdmin: boolean;
  readonly isCollaborator: boolean;
  /** A guest, in the words of DocSpace 3. */
  readonly isVisitor: boolean;
}

/** Reads what `auth.fetchProfile()` gave. `apiBase`: `session.apiBase`, to which the picture's address is joined. */
export function profileOf(record: DocSpaceProfileRecord, apiBase: string | null): DocSpaceProfile {
  const is = (name: keyof DocSpaceProfileRecord): boolean => record[name] === true;
  const name = text(record.displayName);
  return {
    id: text(record.id),
    name: name === null ? null : decoded(name),
    email: text(record.email),
    avatar: is('hasAvatar') ? picture(text(record.avatar), apiBase) : null,
    isAdmin: is('isAdmin'),
    isOwner: is('isOwner'),
    isRoomAdmin: is('isRoomAdmin'),
    isCollaborator: is('isCollaborator'),
    isVisitor: is('isVisitor'),
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** No `javascript:`, `data:` and the like: an app sets this as an address. */
function picture(address: string | null, apiBase: string | null): string | null {
  if (address === null) return null;
  try {
    const { href, protocol } = new URL(address, apiBase ?? undefined);
    return protocol === 'https:' || protocol === 'http:' ? href : null;
  } catch {
    return null;
  }
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** Undoes what the server does to names: the four entities, and numbers such as `&#233;`. */
function decoded(name: string): string {
  return name.replace(/&(?:#(\d{1,6})|(amp|lt|gt|quot));/g, (all, number: string | undefined, entity: string) => {
    if (number === undefined) return NAMED[entity] ?? all;
    return String.fromCodePoint(Number(number));
  });
}
