/** What the wasm shows, as the app sees it: frozen, and the same object while it says the same. */
import type { Answer } from 'docgate:core';
import { authError } from './errors.js';
import type { AuthError, Outcome, Session, Snapshot } from './types.js';

/** `SnapshotView` of `src/api/views.rs`. */
export interface SnapshotView {
  readonly status: 'signed-in' | 'expired' | 'signed-out';
  readonly session: (Omit<Session, 'claims'> & { readonly claims: string }) | null;
}

/** Before `ready()` has its answer. */
export const LOADING: Snapshot = Object.freeze({ status: 'loading', session: null, error: null });

/** The next snapshot; it, or at least the session in it, stays the same object while it says the same. */
export function nextSnapshot(
  view: SnapshotView,
  error: AuthError | null,
  last: { readonly text: string; readonly snapshot: Snapshot },
): { readonly snapshot: Snapshot; readonly text: string } {
  const text = JSON.stringify(view.session);
  const session = text === last.text ? last.snapshot.session : parsed(view.session);
  const same =
    session === last.snapshot.session && error === last.snapshot.error && view.status === last.snapshot.status;
  if (same) return last;
  const snapshot = Object.freeze({ status: view.status, session, error }) as Snapshot;
  return { snapshot, text };
}

/** The public outcome of what the wasm answered. */
export function outcome([view, error]: Answer, session: Session | null): Outcome {
  const left = {
    returnTo: view.returnTo,
    appState: view.appState === null ? undefined : JSON.parse(view.appState),
  };
  if (view.status === 'failed') {
    const failure = (error as AuthError | null) ?? authError('internal_error');
    return Object.freeze({ status: 'failed', error: failure, ...left });
  }
  if (view.status === 'popup') return Object.freeze({ status: 'popup' });
  const { via, reason, confirmed } = view;
  if (via === 'logout') return Object.freeze({ status: 'signed-out', reason, via, confirmed, ...left });
  if (view.status === 'signed-in' && session !== null && via !== null) {
    return Object.freeze({ status: 'signed-in', session, via, ...left });
  }
  return Object.freeze({ status: 'signed-out', reason, via: null, confirmed: null, ...left });
}

function parsed(view: SnapshotView['session']): Session | null {
  if (view === null) return null;
  return frozen({ ...view, claims: JSON.parse(view.claims) as Record<string, unknown> });
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}
