/** `<RequireAuth>`: a part of a Solid app that only who is signed in gets to see. */
import { createComponent, createEffect, createMemo, createSignal, type JSX, onCleanup, Show } from 'solid-js';
import type { Auth, AuthError, LoginOptions } from '../types.js';
import { enter, type GuardOptions, type StoppedSignIn } from './enter.js';
import { useAuth } from './solid_context.js';

/** What `<RequireAuth>` takes. */
export interface RequireAuthProps {
  readonly children?: JSX.Element;
  /** What is shown while it is not known who is signed in, and while the page is left. Default: nothing. */
  readonly fallback?: JSX.Element;
  /** What is shown after a failed sign-in and after a sign-out: the guard does not go on by itself then. Default: `fallback`. */
  readonly stopped?: (stopped: StoppedSignIn) => JSX.Element;
  /** What `login()` is asked for. By default it comes back to this very address. */
  readonly login?: GuardOptions;
  /** Another instance than the nearest provider's. */
  readonly auth?: Auth;
}

/**
 * Shows its children to who is signed in, and sends everybody else to sign in and back here. They stay when a token is
 * renewed, and also when the session expires, so that nothing typed is lost; they go when somebody signs out.
 */
export function RequireAuth(props: RequireAuthProps): JSX.Element {
  const { auth, status } = useAuth(props.auth);
  const [stop, setStop] = createSignal<Pick<StoppedSignIn, 'error'> | null>(null);
  // Whether the children have been shown: then they outlast an expired session.
  const open = createMemo<boolean>((before) => status() === 'signed-in' || (status() === 'expired' && before), false);
  let entered = false;
  let mounted = true;
  onCleanup(() => {
    mounted = false;
  });

  createEffect(() => {
    const now = status();
    if (open()) {
      entered = true;
      setStop(null);
    } else if (entered) {
      // Who has just signed out does not want to be signed in again.
      setStop({ error: null });
    } else if (now !== 'loading') {
      enter(auth, props.login ?? {}).catch((error: AuthError) => {
        if (mounted) setStop({ error });
      });
    }
  });

  const again = (options?: LoginOptions): void => {
    auth.login({ ...props.login, ...options }).catch((error: AuthError) => setStop({ error }));
  };

  return createComponent(Show as Switch, {
    get when() {
      return open();
    },
    get fallback() {
      const stopped = stop();
      return stopped !== null && props.stopped !== undefined
        ? props.stopped({ ...stopped, login: again })
        : props.fallback;
    },
    get children() {
      return props.children;
    },
  });
}

/** `Show` has several signatures; this is the one without `keyed`. */
type Switch = (props: {
  readonly when: boolean;
  readonly fallback: JSX.Element;
  readonly children: JSX.Element;
}) => JSX.Element;
