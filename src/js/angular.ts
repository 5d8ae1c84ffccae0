/**
 * docgate/angular: an `Auth` as Angular (17 and later) wants it: {@link provideAuth} in the app's providers,
 * {@link injectAuth} for signals, {@link authGuard} for routes. Nothing here needs a compiler. Safe on a server.
 *
 * There is no HTTP interceptor: which address may get the token is judged by `fetch()` itself (origin, path, redirects, the
 * one repetition after a 401), and an interceptor would have to guess at that from the outside. Call `injectAuth().fetch()`.
 */
import {
  computed,
  ENVIRONMENT_INITIALIZER,
  type EnvironmentProviders,
  InjectionToken,
  inject,
  makeEnvironmentProviders,
  NgZone,
  type Signal,
  signal,
} from '@angular/core';
import { AUTH } from './adapters/angular_token.js';
import { inBrowser } from './adapters/begin.js';
import { type AuthCalls, callsOf } from './adapters/calls.js';
import { beginRouted } from './adapters/look_again.js';
import { shared } from './adapters/shared.js';
import { type AuthState, sessionOf, stateOf } from './adapters/state.js';
import type { Auth, Session } from './types.js';

export { authGuard, authGuardWith, type RouteGuardOptions } from './adapters/angular_guard.js';
export { AUTH } from './adapters/angular_token.js';
export type { AuthCalls } from './adapters/calls.js';
export type { GuardOptions } from './adapters/enter.js';
export type { AuthState } from './adapters/state.js';

/** What {@link injectAuth} gives: each part a signal of its own. */
export interface AuthSignals extends AuthCalls {
  /** As {@link AuthState.status}. */
  readonly status: Signal<AuthState['status']>;
  /** As {@link AuthState.user}. A renewal of the token does not change it. */
  readonly user: Signal<AuthState['user']>;
  /** As {@link AuthState.error}. */
  readonly error: Signal<AuthState['error']>;
  /** As {@link AuthState.outcome}. */
  readonly outcome: Signal<AuthState['outcome']>;
  /** Changes with every renewal, since `expiresAt` does. */
  readonly session: Signal<Session | null>;
}

/** Gives `auth`, which `createAuth` made, to the app: among the providers of `bootstrapApplication`. Those of a route come after the router has read the address. */
export function provideAuth(auth: Auth): EnvironmentProviders {
  return makeEnvironmentProviders([
    { provide: AUTH, useValue: auth },
    {
      // Before the router reads the address: a callback's parameters are gone from it by then.
      provide: ENVIRONMENT_INITIALIZER,
      multi: true,
      useValue: () => {
        if (inBrowser()) beginRouted(auth);
      },
    },
  ]);
}

/**
 * Who is signed in, and the calls to sign in and out. In a field or a constructor, or wherever else `inject()` works.
 *
 * `given`: another instance than the provided one, where a page has several.
 */
export function injectAuth(given?: Auth): AuthSignals {
  return inject(SIGNALS)(given ?? inject(AUTH));
}

/** The signals of this app, which has a zone of its own. */
const SIGNALS = new InjectionToken<(auth: Auth) => AuthSignals>('docgate', {
  providedIn: 'root',
  factory: () => {
    const zone = inject(NgZone);
    return shared((auth) => {
      const state = signal(stateOf(auth));
      const session = signal(sessionOf(auth));
      const update = (): void => {
        state.set(stateOf(auth));
        session.set(sessionOf(auth));
      };
      const signals: AuthSignals = {
        ...callsOf(auth),
        status: computed(() => state().status),
        user: computed(() => state().user),
        error: computed(() => state().error),
        outcome: computed(() => state().outcome),
        session: session.asReadonly(),
      };
      // docgate's events come from outside of Angular, which would not look for changes after them.
      return { signals, update: () => zone.run(update) };
    });
  },
});
