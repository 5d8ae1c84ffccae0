/** What an event says beside the snapshot, as a sentence; empty where the snapshot says it all. */
import type { AuthEvent } from 'docgate';

export function noticeOf(event: AuthEvent): string {
  switch (event.type) {
    case 'expiring': {
      const minutes = Math.max(1, Math.round(event.remaining / 60_000));
      const why = event.reason === 'idle' ? ' because nobody does anything' : '';
      return `The session ends in ${minutes} min${why}.`;
    }
    case 'degraded':
      return event.reason === 'network'
        ? 'The token has ended, and the server cannot be reached. It is tried again.'
        : 'The session cannot be stored: a reload signs out.';
    case 'renewed':
      return 'The token was renewed.';
    default:
      return '';
  }
}
