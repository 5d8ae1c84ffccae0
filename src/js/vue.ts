/**
 * docgate/vue: an `Auth` as Vue 3 wants it. `app.use(createDocgate(auth))` once, then {@link useAuth} in any component,
 * and {@link authGuard} for the routes of vue-router that are for people who are signed in. Safe on a server.
 */
import { type App, type ComputedRef, computed, effectScope, inject, shallowRef } from 'vue';
import { begin, inBrowser } from './adapters/begin.js';
import { type AuthCalls, callsOf } from './adapters/calls.js';
import { shared } from './adapters/shared.js';
import { type AuthState, sessionOf, stateOf } from './adapters/state.js';
import type { Auth, Session } from './types.js';

export type { AuthCalls } from './adapters/calls.js';
export type { GuardOptions } from './adapters/enter.js';
export type { AuthState } from './adapters/state.js';
export { authGuard, type GuardedRoute, type RouteGuard, type RouteGuardOptions } from './adapters/vue_guard.js';

/** What {@link useAuth} gives: each part a ref of its own, so that a component renders again for what it shows alone. */
export interface AuthRefs extends AuthCalls {
  /** As {@link AuthState.status}. */
  readonly status: ComputedRef<AuthState['status']>;
  /** As {@link AuthState.user}. A renewal of the token does not change it. */
  readonly user: ComputedRef<AuthState['user']>;
  /** As {@link AuthState.error}. */
  readonly error: ComputedRef<AuthState['error']>;
  /** As {@link AuthState.outcome}. */
  readonly outcome: ComputedRef<AuthState['outcome']>;
  /** Changes with every renewal, since `expiresAt` does. */
  readonly session: ComputedRef<Session | null>;
}

const KEY = 'docgate';

/** The plugin: gives `auth`, which `createAuth` made, to every component of the app. */
export function createDocgate(auth: Auth): { install(app: App): void } {
  // At once: a router that reads the address after this line finds no callback's parameters in it.
  if (inBrowser()) begin(auth);
  return {
    install(app) {
      app.provide(KEY, auth);
    },
  };
}

/**
 * Who is signed in, and the calls to sign in and out. In `setup()`, or wherever else Vue's `inject()` works.
 *
 * `given`: another instance than the app's, where a page has several.
 */
export function useAuth(given?: Auth): AuthRefs {
  const auth = given ?? inject<Auth | null>(KEY, null);
  if (auth === null) throw new Error('docgate/vue: app.use(createDocgate(auth)) is missing');
  return refsOf(auth);
}

const refsOf = shared((auth) => {
  const state = shallowRef(stateOf(auth));
  const session = shallowRef(sessionOf(auth));
  // In no component's scope: with the first one that asks, the refs of all others would end.
  const signals = effectScope(true).run(
    (): AuthRefs => ({
      ...callsOf(auth),
      status: computed(() => state.value.status),
      user: computed(() => state.value.user),
      error: computed(() => state.value.error),
      outcome: computed(() => state.value.outcome),
      session: computed(() => session.value),
    }),
  ) as AuthRefs;
  const update = (): void => {
    state.value = stateOf(auth);
    session.value = sessionOf(auth);
  };
  return { signals, update };
});
