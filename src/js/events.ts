/** What an app hears of: see {@link Auth.subscribe}. */
import type { Snapshot } from './types.js';

/** What listeners of {@link Auth.subscribe} receive. Every event carries the snapshot as it is then. */
export type AuthEvent =
  /** {@link Auth.ready} has found that nobody is signed in: the snapshot says so now. */
  | { readonly type: 'ready'; readonly snapshot: Snapshot }
  /** {@link Auth.accounts} says something else than before. */
  | { readonly type: 'accounts'; readonly snapshot: Snapshot }
  | { readonly type: 'signed-in'; readonly snapshot: Snapshot }
  | {
      readonly type: 'signed-out';
      readonly snapshot: Snapshot;
      readonly reason: 'logout' | 'other-tab' | 'expired' | 'idle';
    }
  /** The session goes on with a new token, got here or in another tab. */
  | { readonly type: 'renewed'; readonly snapshot: Snapshot }
  /** The session will end in `remaining` milliseconds: nothing can renew it (`lifetime`), or nobody does anything (`idle`). */
  | {
      readonly type: 'expiring';
      readonly snapshot: Snapshot;
      readonly reason: 'lifetime' | 'idle';
      readonly remaining: number;
    }
  /** The session is over, and this provider has no renewal. The snapshot still shows who it was. */
  | { readonly type: 'expired'; readonly snapshot: Snapshot }
  /** The session could be renewed, and the server refused, or the newer token was lost with another tab. The snapshot says `expired`. */
  | { readonly type: 'login-required'; readonly snapshot: Snapshot }
  /** The session goes on, but its token has ended and cannot be renewed now, since the network or the server fails (`network`), or it cannot be stored and a reload will lose it (`storage`). */
  | { readonly type: 'degraded'; readonly snapshot: Snapshot; readonly reason: 'network' | 'storage' }
  | { readonly type: 'failed'; readonly snapshot: Snapshot };
