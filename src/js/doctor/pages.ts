/** The page itself and the redirect URI, as the web server sends them: does a sign-in find its way back, popups included? */

import { LATE, within } from '../patience.js';
import { finding } from './findings.js';
import type { Look } from './look.js';
import { place } from './redaction.js';
import { type Examination, found, NO_AUTH, type Scene, skipped } from './scene.js';

/** The page's own address, without what may be a callback's. */
export function page(): string {
  return `${location.origin}${location.pathname}`;
}

const redirectUri = ({ subject }: Scene): string => subject.description?.redirectUri ?? '';

/** The page as its server sends it; as the redirect URI, where it is that, which is asked for anyway. */
function ownPage(scene: Scene): Promise<Look> {
  return page() === place(redirectUri(scene)) ? scene.own(redirectUri(scene)) : scene.again(page());
}

/** An answer of the page's own server, of those that are asked for anyway if there is one. */
export async function ownServer(scene: Scene): Promise<Look> {
  const address = redirectUri(scene);
  const look = address === '' ? undefined : await scene.own(address);
  return look?.seen === 'answer' ? look : ownPage(scene);
}

/** One that no cache has kept: under an address that nobody has asked for. */
export function ownServerNow(scene: Scene): Promise<Look> {
  return scene.again(`${place(redirectUri(scene)) || page()}?docgate-doctor=${Math.random()}`);
}

export const redirect: Examination = {
  name: 'redirect-uri',
  async run(scene) {
    if (scene.subject.description === null) return NO_AUTH;
    const address = redirectUri(scene);
    if (address === '') return skipped('this provider has none');
    const at = place(address);
    const root = new URL(address).pathname === '/' ? [finding('redirect_uri_root', { at })] : [];
    const look = await scene.own(address);
    switch (look.seen) {
      case 'moved':
        return found(finding('redirect_uri_moved', { at, to: await end(address, scene.timeout) }), ...root);
      case 'answer': {
        const { status, type } = look.answer;
        if (status < 200 || status > 299) {
          return found(finding('redirect_uri_missing', { at, status: `status ${status}` }), ...root);
        }
        if (!/^(text\/html|application\/xhtml\+xml)\b/i.test(type)) {
          return found(finding('redirect_uri_not_html', { at, type: type || 'no type' }), ...root);
        }
        return found(...root);
      }
      case 'silent':
        return found(finding('redirect_uri_missing', { at, status: 'no answer' }), ...root);
      default:
        return root.length > 0 ? found(...root) : skipped('the page may not look at itself');
    }
  },
};

/** Where a redirect ends, as far as a page may see. */
async function end(address: string, timeout: number): Promise<string> {
  try {
    const response = await within(
      fetch(address, { cache: 'no-store', method: 'HEAD', referrerPolicy: 'no-referrer' }),
      timeout,
    );
    return response === LATE ? 'unknown' : place(response.url);
  } catch {
    return 'another origin';
  }
}

/** Parts a page from the windows that it opens. */
const AS_OPENER = /^same-origin$/i;
/** Parts the page that comes back in such a window, behind the provider's pages, from the one that opened it. */
const AS_POPUP = /^(same-origin|same-origin-allow-popups|noopener-allow-popups)$/i;

export const opener: Examination = {
  name: 'opener-policy',
  async run(scene) {
    if (!isSecureContext) return skipped('not in an insecure context');
    const address = redirectUri(scene);
    const [own, back] = await Promise.all([
      ownPage(scene),
      address === '' ? Promise.resolve<Look>({ seen: 'silent' }) : scene.own(address),
    ]);
    const policies = { page: policyOf(own), redirectUri: policyOf(back) };
    if (AS_OPENER.test(policies.page) || AS_POPUP.test(policies.redirectUri)) {
      return found(finding('popup_cut_off', policies));
    }
    return own.seen === 'answer' ? undefined : skipped('the page may not look at itself');
  },
};

/** The policy without its parameters. */
function policyOf(look: Look): string {
  const header = look.seen === 'answer' ? look.answer.headers.get('cross-origin-opener-policy') : null;
  return (header ?? '').replace(/;.*$/s, '').trim();
}
