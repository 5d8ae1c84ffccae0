/** The calls that an app's components need; they work detached, so that they can be taken out of the object. */
import type { Auth } from '../types.js';

/** The calls of {@link Auth} that a component makes most, to be taken apart. */
export interface AuthCalls extends Pick<Auth, 'login' | 'logout' | 'fetch' | 'getAccessToken'> {
  /** The instance that the app made, for everything else. */
  readonly auth: Auth;
}

export const callsOf = (auth: Auth): AuthCalls => ({
  auth,
  login: auth.login,
  logout: auth.logout,
  fetch: auth.fetch,
  getAccessToken: auth.getAccessToken,
});
