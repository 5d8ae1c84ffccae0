/** `<RequireAuth>`: a part of a React app that only who is signed in gets to see. */
import { createElement, Fragment, type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Auth, AuthError, LoginOptions } from '../types.js';
import { enter, type GuardOptions, type StoppedSignIn } from './enter.js';
import { useAuth } from './react_hooks.js';

/** What `<RequireAuth>` takes. */
export interface RequireAuthProps {
  readonly children?: ReactNode;
  /** What is shown while it is not known who is signed in, and while the page is left. Default: nothing. */
  readonly fallback?: ReactNode;
  /** What is shown after a failed sign-in and after a sign-out: the guard does not go on by itself then. Default: `fallback`. */
  readonly stopped?: (stopped: StoppedSignIn) => ReactNode;
  /** What {@link Auth.login} is asked for. By default it comes back to this very address. */
  readonly login?: GuardOptions;
  /** Another instance than the nearest provider's. */
  readonly auth?: Auth;
}

/**
 * Shows its children to who is signed in, and sends everybody else to sign in and back here. They stay when a token is
 * renewed, and also when the session expires, so that nothing typed is lost; they go when somebody signs out.
 */
export function RequireAuth({ children, fallback, stopped, login, auth: given }: RequireAuthProps): ReactElement {
  const { auth, status } = useAuth(given);
  const [stop, setStop] = useState<Pick<StoppedSignIn, 'error'> | null>(null);
  const inside = useRef<Auth | null>(null);
  const wishes = useRef<GuardOptions>({});

  useEffect(() => {
    wishes.current = login ?? {};
  });

  useEffect(() => {
    const entered = inside.current === auth;
    if (status === 'signed-in') {
      inside.current = auth;
      setStop(null);
    } else if (status === 'signed-out' && entered) {
      // Who has just signed out does not want to be signed in again.
      setStop({ error: null });
    } else if (status !== 'loading' && !entered) {
      let mounted = true;
      enter(auth, wishes.current).catch((error: AuthError) => {
        if (mounted) setStop({ error });
      });
      return () => {
        mounted = false;
      };
    }
    return undefined;
  }, [auth, status]);

  const again = (options?: LoginOptions): void => {
    auth.login({ ...login, ...options }).catch((error: AuthError) => setStop({ error }));
  };
  const open = status === 'signed-in' || (status === 'expired' && inside.current === auth);
  const closed = stop !== null && stopped !== undefined ? stopped({ ...stop, login: again }) : fallback;
  return createElement(Fragment, null, open ? children : closed);
}
