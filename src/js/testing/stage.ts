/**
 * What a fake shows and tells: the snapshot, by the rule of the real one (`src/js/snapshot.ts`), and the events, each told to
 * everybody before the next.
 */
import { makeListeners } from '../listeners.js';
import { LOADING, nextSnapshot } from '../snapshot.js';
import type { AuthError, AuthEvent, Session, Snapshot } from '../types.js';

/** What an event says beside the snapshot. */
export interface Told {
  readonly reason?: string;
  readonly remaining?: number;
}

/** The visible side of a fake. */
export interface Stage {
  readonly snapshot: Snapshot;
  show(status: 'signed-in' | 'expired' | 'signed-out', session: Session | null, error: AuthError | null): void;
  tell(type: AuthEvent['type'], more?: Told): void;
  subscribe(listener: (event: AuthEvent) => void): () => void;
  close(): void;
}

/** One that is still loading. */
export function makeStage(): Stage {
  let last: { readonly snapshot: Snapshot; readonly text: string } = { snapshot: LOADING, text: '' };
  const listeners = makeListeners();
  return {
    get snapshot() {
      return last.snapshot;
    },
    show(status, session, error) {
      const view = session === null ? null : { ...session, claims: JSON.stringify(session.claims) };
      last = nextSnapshot({ status, session: view }, error, last);
    },
    tell: (type, more = {}) => listeners.tell({ type, snapshot: last.snapshot, ...more } as AuthEvent),
    subscribe: listeners.subscribe,
    close: listeners.clear,
  };
}
