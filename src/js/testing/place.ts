/** Where a fake's `fetch` goes, by the rules of the real one (`src/core/policy.rs`): never outside of what may get a token. */
import { failure } from './failure.js';

/** An address that may be asked, and whether it is the provider's own API. */
export interface Place {
  readonly url: string;
  readonly own: boolean;
}

/** Judges what the app wants to call; throws as the real one does. */
export function placeOf(input: string, apiBase: string | null, allowedOrigins: readonly string[]): Place {
  const base = apiBase === null ? undefined : new URL(apiBase);
  const prefix = base?.pathname.replace(/\/+$/, '') ?? '';
  const within = (url: URL): boolean => {
    const rest = url.pathname.slice(prefix.length);
    const below = url.pathname.startsWith(prefix) && (rest === '' || rest.startsWith('/'));
    return (
      url.origin === base?.origin &&
      below &&
      url.username === '' &&
      !/(^|\/|\\)(\.|%2e){2}(\/|\\|%2f|%5c|$)/i.test(rest)
    );
  };
  // A scheme and a colon: blanks in front do not hide one.
  const absolute = /^[\0- ]*[a-z][a-z\d+.-]*:/i.test(input);
  if (!absolute && base === undefined) throw failure('config_invalid', { field: 'apiBase' });
  const first = input.split(/[/?#\\]/, 1)[0] ?? '';
  const outside = !absolute && (/^[/\\]{2}/.test(input) || first.includes(':'));
  const alone = input === '' || /^[?#]/.test(input);
  const rest = alone ? `${base?.pathname ?? ''}${input}` : `${prefix}/${input.replace(/^\//, '')}`;
  const text = absolute ? input : `${base?.origin}${rest}`;
  if (outside || !URL.canParse(text)) throw failure('origin_not_allowed');
  const url = new URL(text);
  const own = within(url);
  const listed = absolute && allowedOrigins.includes(url.origin);
  if (!own && !listed) throw failure('origin_not_allowed');
  return { url: url.href, own };
}
