/** What an app may write, and what the types refuse. Compiled, never run. */
import { type AuthConfig, createAuth, type Session } from 'docgate';
import {
  allows,
  type DocSpaceScope,
  explainMissing,
  profileOf,
  readEnvelope,
  scopes,
  scopesFor,
} from 'docgate/docspace/api';

interface Rooms {
  readonly folders: readonly { readonly id: number; readonly title: string }[];
}

const names: readonly string[] = ['files:read', 'a scope that nobody knows yet'];
const known: readonly DocSpaceScope[] = ['files:read', 'rooms:write'];
const common = { provider: { id: 'docspace', portal: 'https://docs.example.com' }, redirectUri: '/callback' } as const;

// Any text is a scope, as ever.
export const configs: AuthConfig[] = [
  { ...common, clientId: 'a', scopes: names },
  { ...common, clientId: 'b', scopes: known },
  { ...common, clientId: 'c', scopes: ['files:read', 'something-else'] },
];
export const read: readonly string[] = configs[0]?.scopes ?? [];

export async function app(): Promise<string> {
  const auth = createAuth({ ...common, clientId: 'd', scopes: known });
  createAuth({ ...common, clientId: 'd', scopes: known, navigate: (url) => console.log(url.length) });
  const session: Session = await auth.login({ scopes: names });
  if (!allows(session, 'rooms:read') || !allows(session.scopes, 'GET /api/2.0/files/rooms')) {
    return explainMissing(session).join('\n');
  }
  const opening: readonly DocSpaceScope[] | null = scopesFor('POST', '/api/2.0/files/rooms');
  const answer = await readEnvelope<Rooms>(await auth.fetch('/api/2.0/files/rooms'));
  if (!answer.ok) return `${answer.kind} ${answer.statusCode} ${answer.advice} ${opening}`;
  const { name, avatar } = profileOf(await auth.fetchProfile(), session.apiBase);
  const first: string | undefined = answer.response.folders[0]?.title;
  return `${name} ${avatar} ${first} ${scopes['rooms:read'].opens}`;
}

export async function refused(session: Session, response: Response): Promise<void> {
  // @ts-expect-error: no such scope.
  allows(session, 'rooms:reed');
  // @ts-expect-error: no rule covers PATCH.
  allows(session, 'PATCH /api/2.0/files/rooms');
  // @ts-expect-error: whether it is a good answer has to be asked first.
  (await readEnvelope<Rooms>(response)).response;
  // @ts-expect-error: the table has no such scope.
  scopes['files:delete'];
}
