/** What can be done where docgate-relay refused, by the code that it says. */
const ADVICE: Readonly<Record<string, string>> = {
  body_too_large: 'The relay takes smaller bodies only. Its limit is api_body_bytes.',
  cookies_too_large: 'Too many sign-ins lie in this browser at the relay. Sign out of something.',
  cross_site: 'The relay has to be on the same site as this page. Give it a host name below the app’s domain.',
  entry_unknown: 'The relay has no entry of this name. Compare the address in the page’s config with the relay’s file.',
  header_missing: 'Something between this page and the relay takes headers away.',
  host_not_allowed: 'The relay does not know the name that it was called by. Add it to hosts.',
  internal_error: 'The relay failed. Its log says why.',
  invalid_client:
    'The client id in the page’s config has to be that of the relay’s entry, with the right secret there.',
  invalid_grant: 'The relay has no such session in this browser any more. Sign in again.',
  method_not_allowed: 'The entry’s api.allow lists this path with other methods.',
  origin_not_allowed: 'The relay does not answer this origin. Add it to the entry’s origins.',
  overloaded: 'The relay has too much to do. Try again.',
  path_not_allowed: 'The relay forwards only the paths that its api.allow lists. Nothing was sent on.',
  token_invalid: 'The sign-in that guards these calls is over, or its tokens are not for this relay. Sign in again.',
  token_missing: 'These calls are guarded: sign in first.',
  too_many_requests: 'The relay asks for a pause. Wait a little, then try again.',
  upstream_invalid: 'The service behind the relay answered with something that cannot be used.',
  upstream_refused: 'The service behind the relay refused it. The relay’s log says how.',
  upstream_timeout: 'The service behind the relay took too long. Try again.',
  upstream_unreachable: 'The relay cannot reach the service behind it.',
  user_not_allowed:
    'You are signed in, but you are not one of those who may do this. Whoever runs the relay lists them in guard.allow. Nothing was sent on.',
};

/** The sentence for this code; `null` where it is none of the relay's. */
export function relayAdvice(code: string | undefined): string | null {
  return (code !== undefined && Object.hasOwn(ADVICE, code) && ADVICE[code]) || null;
}
