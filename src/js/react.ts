'use client';
/**
 * docgate/react: an `Auth` as React 18 and 19 want it. Give yours to `<AuthProvider auth={…}>` once; below it, `useAuth()`
 * says who is signed in, and `<RequireAuth>` keeps a part of the page for them. Safe under StrictMode and on a server.
 */
export type { AuthCalls } from './adapters/calls.js';
export type { GuardOptions, StoppedSignIn } from './adapters/enter.js';
export { RequireAuth, type RequireAuthProps } from './adapters/react_guard.js';
export {
  AuthProvider,
  type AuthProviderProps,
  SignedIn,
  SignedOut,
  useAuth,
  useSession,
  useUser,
} from './adapters/react_hooks.js';
export type { AuthState } from './adapters/state.js';
