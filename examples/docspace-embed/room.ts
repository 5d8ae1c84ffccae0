/** One room in the vendor's embed frame, in place of the element `room` inside of `place`. */
import SDK from '@onlyoffice/docspace-sdk-js';
import type { Session } from 'docgate/docspace';

const FRAME = 'room';
const sdk = new SDK();
let frame: ReturnType<SDK['initManager']> | null = null;

export interface Shown {
  readonly session: Session;
  readonly room: number;
  readonly notice: (text: string) => void;
}

/** Shows a room, in place of the one before. The access token is no part of it: the frame has no use for one. */
export function showRoom({ session, room, notice }: Shown): void {
  const place = document.getElementById('place');
  if (place === null || session.apiBase === null) return;
  closeRoom();
  const target = document.createElement('div');
  target.id = FRAME;
  place.replaceChildren(target);
  frame = sdk.initManager({
    frameId: FRAME,
    src: session.apiBase,
    mode: 'manager',
    id: room,
    showMenu: false,
    // It would end the portal's session, and this app's would go on.
    showSignOut: false,
    checkCSP: true,
    events: {
      onAppReady: () => void compare(session, notice),
      onAppError: (reason) => notice(`The frame failed: ${String(reason)}`),
      onNoAccess: () => notice('Whoever is signed in to the portal may not open this room.'),
      onNotFound: () => notice('The portal does not find this room.'),
    },
  });
}

/** Takes the frame away, in any case. The portal's session in this browser goes on. */
export function closeRoom(): void {
  const old = frame;
  frame = null;
  try {
    old?.destroyFrame();
  } catch {
    // It sets HTML, which a policy with trusted types forbids.
  }
  document.getElementById('place')?.replaceChildren();
}

/**
 * The token and the frame can belong to two people: says so. For people's eyes alone: anything that can post messages to this
 * window can answer in the frame's name, so never decide by it who may do what.
 */
async function compare(session: Session, notice: (text: string) => void): Promise<void> {
  const shown = await frame?.getUserInfo();
  if (shown === undefined || !('id' in shown) || session.user === null) return;
  if (shown.id !== session.user.id) notice('The frame shows the portal as another person than the one signed in here.');
}
