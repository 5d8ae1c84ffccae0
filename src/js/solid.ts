/**
 * docgate/solid: an `Auth` as Solid wants it. `<AuthProvider auth={…}>` once; below it, `useAuth()` has who is signed in as
 * signals, and `<RequireAuth>` keeps a part of the page for them. Safe on a server.
 */
export type { AuthCalls } from './adapters/calls.js';
export type { GuardOptions, StoppedSignIn } from './adapters/enter.js';
export {
  type AuthAccessors,
  AuthProvider,
  type AuthProviderProps,
  useAuth,
} from './adapters/solid_context.js';
export { RequireAuth, type RequireAuthProps } from './adapters/solid_guard.js';
export type { AuthState } from './adapters/state.js';
