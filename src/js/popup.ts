/** A window of its own: opened in the click, and watched until it is closed for certain. */

const WIDTH = 520;
const HEIGHT = 680;
const LOOK = 400;
/** So often a window has to look closed, beside this page having the focus: one second and a bit. */
const CLOSED_LOOKS = 3;
/** The same for a window that never could be seen at the provider: three seconds and a bit. */
const SEVERED_LOOKS = 8;

/** Opens one over the middle of this; `null` where the browser refuses. */
export function openWindow(): Window | null {
  try {
    const left = Math.max(0, screenX + (outerWidth - WIDTH) / 2);
    const top = Math.max(0, screenY + (outerHeight - HEIGHT) / 2);
    const popup = window.open('', '_blank', `popup,width=${WIDTH},height=${HEIGHT},left=${left},top=${top}`);
    return popup?.closed ? null : popup;
  } catch {
    return null;
  }
}

/**
 * Calls `closed` once somebody has closed it. A `Cross-Origin-Opener-Policy` makes an open window say that it is
 * closed, so this alone proves nothing: a window that was seen at the provider counts as closed while this page has the
 * focus, and one that never was only some time after somebody came back to this page. Gives back the end.
 */
export function watchWindow(popup: Window, closed: () => void): () => void {
  let seen = false;
  let back = false;
  let looks = 0;
  const come = (): void => {
    // Whether it is closed is seen at the next look: some browsers tell of the focus first.
    back ||= document.visibilityState === 'visible';
  };
  const look = (): void => {
    if (!popup.closed) {
      seen ||= isElsewhere(popup);
      back = false;
      looks = 0;
      return;
    }
    looks = (seen ? document.hasFocus() : back) ? looks + 1 : 0;
    if (looks >= (seen ? CLOSED_LOOKS : SEVERED_LOOKS)) closed();
  };
  const looking = setInterval(look, LOOK);
  addEventListener('focus', come);
  document.addEventListener('visibilitychange', come);
  return () => {
    clearInterval(looking);
    removeEventListener('focus', come);
    document.removeEventListener('visibilitychange', come);
  };
}

/** Whether another origin's page is in it: its address cannot be read then. */
function isElsewhere(popup: Window): boolean {
  try {
    return popup.location.href === undefined;
  } catch {
    return true;
  }
}
