/** The page's own call as an entry of the flow, beside those of `onLog`: where it really went, without the values in the address. */
import type { LogEntry } from 'docgate';

/** What the flow keeps of an entry beyond what `onLog` tells. */
export interface FlowEntry extends LogEntry {
  /** Milliseconds from the request to its answer. */
  readonly took?: number;
}

/** What a detail of the page's own begins with. */
export const OWN_CALL = 'api ';

/** `status`: `null` where there was no answer. */
export function calledEntry(method: string, url: string, took: number, status: number | null): FlowEntry {
  const redacted = method === 'GET' ? ['authorization'] : ['authorization', 'body'];
  const detail = `${OWN_CALL}${method} ${url.split('?')[0]}`;
  const entry = { at: Date.now() - Math.round(took), detail, redacted, took };
  return status === null ? { ...entry, event: 'failed', code: 'network' } : { ...entry, event: 'response', status };
}
