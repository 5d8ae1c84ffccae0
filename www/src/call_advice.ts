/** What can be done about an answer of an API, and about a call that got none. */
import { isAuthError } from 'docgate';
import { relayAdvice } from './relay_advice.js';

/** Of the API's own statuses. */
const STATUSES: Readonly<Record<number, string>> = {
  400: 'The API did not understand the request.',
  401: 'The API does not accept the token any more: it has expired, was revoked, or another device has taken the session over.',
  403: 'The token is good, but not for this: a scope is missing, or the person has no right to it.',
  404: 'There is nothing at this path.',
  405: 'This path does not take this method.',
  409: 'Somebody else changed it in between.',
  429: 'The API asks for a pause. Wait a little, then try again.',
};

/** Empty where there is nothing to advise. */
export function adviceOnAnswer(status: number, body: string): string {
  if (status < 400) return '';
  return (
    relayAdvice(errorIn(body)) ?? STATUSES[status] ?? (status >= 500 ? 'The server failed. Try again in a while.' : '')
  );
}

function errorIn(body: string): string | undefined {
  try {
    const { error } = JSON.parse(body) as { error?: unknown };
    return typeof error === 'string' ? error : undefined;
  } catch {
    return undefined;
  }
}

/** Of `fetch`, which says nothing of why. */
const NO_ANSWER =
  'The browser hides why: nobody is there, or the answer has no CORS header for this page’s origin. In the latter case the request may have been carried out. Start the relay if it is down, or look at the allowed origins of the app, then try again.';

/** `null` where an error is docgate's own, which has advice of its own. */
export const adviceOnSilence = (error: Error): string | null =>
  !isAuthError(error) && error instanceof TypeError ? NO_ANSWER : null;
