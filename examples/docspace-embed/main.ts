/**
 * Rooms of a DocSpace portal, listed with docgate's token, and shown in the vendor's embed frame.
 *
 * Two sign-ins meet here. This page calls the API with an access token. The frame is the portal itself: it knows nothing of
 * the token and uses the portal's own session cookie. The README says what follows from that.
 */
import { createAuth, isAuthError, type Session } from 'docgate/docspace';
import { allows, explainMissing, profileOf, readEnvelope } from 'docgate/docspace/api';
import { closeRoom, showRoom } from './room.js';

interface Rooms {
  readonly folders: readonly { readonly id: number; readonly title: string }[];
}

const { portal = '', clientId = '', redirectUri = '' } = document.body.dataset;

const auth = createAuth({
  provider: { id: 'docspace', portal },
  clientId,
  redirectUri,
  scopes: ['rooms:read', 'accounts.self:read'],
});

function element<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`no element ${id}`);
  return found as T;
}

const signIn = element<HTMLButtonElement>('sign-in');
const signOut = element<HTMLButtonElement>('sign-out');

function notice(text: string): void {
  element('notice').textContent = text;
}

/** Whatever is shown, one of the two buttons fits it. */
function person(text: string, signedIn: boolean): void {
  element('person').textContent = text;
  signIn.hidden = signedIn;
  signOut.hidden = !signedIn;
}

function told(thrown: unknown): string {
  if (isAuthError(thrown)) return `${thrown.message} (${thrown.code})`;
  return thrown instanceof Error ? thrown.message : String(thrown);
}

async function listRooms(session: Session): Promise<void> {
  const missing = explainMissing(session).join(' ');
  if (!allows(session, 'GET /api/2.0/files/rooms')) return notice(missing);
  const answer = await readEnvelope<Rooms>(await auth.fetch('/api/2.0/files/rooms'));
  // The person may have signed out meanwhile.
  if (auth.session !== session) return;
  if (!answer.ok) return notice(`${answer.message ?? answer.statusCode}: ${answer.advice}`);
  const buttons = answer.response.folders.map(({ id, title }) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = title;
    button.onclick = () => showRoom({ session, room: id, notice });
    const item = document.createElement('li');
    item.append(button);
    return item;
  });
  element('rooms').replaceChildren(...buttons);
  notice(missing);
}

async function show(session: Session): Promise<void> {
  person('Signed in', true);
  // A smaller grant (Deny) may leave this out: the page works without a name.
  if (allows(session, 'accounts.self:read')) {
    const { name, email } = profileOf(await auth.fetchProfile(), session.apiBase);
    person(`Signed in as ${name ?? email ?? 'somebody without a name'}`, true);
  }
  await listRooms(session);
}

/** Nothing here stays of a person who is not signed in any more. The frame goes too: see the README. */
function forget(why: string): void {
  closeRoom();
  element('rooms').replaceChildren();
  person(why, false);
}

signIn.onclick = () => {
  notice('');
  // Leaves the page; what is left to handle is that it cannot be left.
  auth.login().then(show, (thrown: unknown) => notice(told(thrown)));
};

signOut.onclick = () => {
  void auth.logout();
};

auth.subscribe(({ type }) => {
  // After an hour, or when the same person signs in to this app on another device. Nothing navigates by itself.
  if (type === 'expired') forget('The sign-in is over. DocSpace renews none.');
  if (type === 'signed-out') forget('Signed out of this app. The portal may still know you.');
});

const outcome = await auth.ready();
switch (outcome.status) {
  case 'signed-in':
    await show(outcome.session).catch((thrown: unknown) => notice(told(thrown)));
    break;
  case 'signed-out':
    forget(outcome.reason === 'expired' ? 'The sign-in is over. DocSpace renews none.' : 'Nobody is signed in');
    break;
  case 'failed':
    forget('Nobody is signed in');
    notice(told(outcome.error));
    break;
}
