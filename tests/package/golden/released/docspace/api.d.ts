/** What apps of DocSpace need beside the sign-in: scopes, answers of the API, the profile. No wasm in it. */

/**
 * Whether what was granted is enough, as the API judges it. For a scope: whether everything that it opens is open. Writing
 * implies reading, but not for `GET /group`: `accounts:write` alone does not make `accounts:read` true.
 */
export declare function allows(granted: readonly string[] | {
    readonly scopes: readonly string[];
} | null, wanted: DocSpaceScope | DocSpaceRoute): boolean;

/**
 * One sentence for each of `session.missingScopes`, and one on how that comes and what to do. Empty where nothing is missing.
 *
 * DocSpace answers "Deny" with a smaller grant and no error, if the person agreed to a part of it before.
 */
export declare function explainMissing(session: {
    readonly scopes: readonly string[];
    readonly missingScopes: readonly string[];
}): string[];

/** Reads what `auth.fetchProfile()` gave. `apiBase`: `session.apiBase`, to which the picture's address is joined. */
export declare function profileOf(record: DocSpaceProfileRecord, apiBase: string | null): DocSpaceProfile;

/** Reads an answer of `auth.fetch()`. Never rejects; the body is used up. */
export declare function readEnvelope<T>(response: Response): Promise<DocSpaceAnswer<T>>;

/** Group, kind and routes of each scope. */
export declare const scopes: Readonly<Record<DocSpaceScope, DocSpaceScopeInfo>>;

/**
 * The scopes of which any one opens this route of the API. `[]`: every token opens it. `null`: none that an app can ask
 * for, since DocSpace keeps the scopes that the rest of its API wants to itself (403). What DocSpace shows to everybody, such as
 * `GET /settings/colortheme`, it shows all the same; of that this knows `GET /capabilities` alone (`[]`).
 *
 * The person's own rights in DocSpace come on top: a scope never gives more than the person has.
 *
 * `path`: `/api/2.0/files/rooms/42`, the same without `/api/2.0`, or the whole address; a query does not count.
 */
export declare function scopesFor(method: string, path: string): readonly DocSpaceScope[] | null;

/** What {@link readEnvelope} gives: `ok` says which of the two it is. */
export type DocSpaceAnswer<T> = DocSpaceEnvelope<T> | DocSpaceFailure;

/** A good answer. */
export interface DocSpaceEnvelope<T> {
    readonly ok: true;
    /** What was asked for; `null` where the call answers nothing. */
    readonly response: T;
    readonly count: number | null;
    /** Of a list, how many there are on all pages. */
    readonly total: number | null;
    readonly links: readonly DocSpaceLink[];
    readonly status: number;
    readonly statusCode: number;
}

/** A bad answer. */
export interface DocSpaceFailure {
    readonly ok: false;
    readonly kind: DocSpaceFailureKind;
    /** The HTTP status, or what the envelope says in its place. */
    readonly statusCode: number;
    /** The server's own words, where it said any: untrusted. */
    readonly message: string | null;
    /** What to do, for developers. */
    readonly advice: string;
    /** Seconds, where a 429 says it and the page may read that. */
    readonly retryAfter: number | null;
}

/**
 * - `unauthorized`: 401, the token is not good any more.
 * - `scope-missing`: 403 with an empty body, no scope of the token opens this route.
 * - `right-missing`: 403 with a message, the person may not do this.
 * - `rate-limited`: 429.
 * - `error`: any other status of failure, or an envelope that says so.
 * - `unreadable`: it should be an envelope, and is none.
 */
export type DocSpaceFailureKind = 'unauthorized' | 'scope-missing' | 'right-missing' | 'rate-limited' | 'error' | 'unreadable';

/**
 * The API's answers. A good one is an envelope; a bad one has an empty body, an envelope with `error`, or a page of some
 * proxy. All of them are read into one type, and nothing is thrown.
 */
export interface DocSpaceLink {
    readonly href: string;
    readonly action: string;
}

/** The methods that the API of DocSpace answers. */
export type DocSpaceMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';

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

/** A call of the API, such as `GET /api/2.0/files/rooms`. */
export type DocSpaceRoute = `${DocSpaceMethod} /${string}`;

/** Every scope there is. `profile`, `email` and `offline_access` are unknown to DocSpace: `scope_refused`. */
export type DocSpaceScope = 'accounts.self:read' | 'accounts.self:write' | 'accounts:read' | 'accounts:write' | 'files:read' | 'files:write' | 'rooms:read' | 'rooms:write' | 'openid';

/** The groups of the consent page and of the registration form. */
export type DocSpaceScopeGroup = 'profiles' | 'accounts' | 'files' | 'rooms' | 'openid';

/** What one scope is for. */
export interface DocSpaceScopeInfo {
    readonly group: DocSpaceScopeGroup;
    readonly type: 'read' | 'write' | 'openid';
    /** Methods and routes, each with everything below it that is no route of another scope. */
    readonly opens: readonly string[];
}

export {};
