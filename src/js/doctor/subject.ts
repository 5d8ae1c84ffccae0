/** What doctor was given: an `Auth` that can be asked, or the reason why there is none. */
import { isAuthError } from '../errors.js';
import { type Description, INSPECTION, type Inspection } from '../inspection.js';
import type { Auth, AuthError } from '../types.js';

export type Subject =
  | { readonly inspection: Inspection; readonly description: Description }
  | { readonly inspection: null; readonly description: null; readonly thrown: AuthError | null; readonly name: string };

/** Never throws. A function is called once; what it makes is the app's, and stays. */
export async function subjectOf(given: Auth | (() => Auth)): Promise<Subject> {
  try {
    const auth: unknown = typeof given === 'function' ? given() : given;
    const inspection = (auth as { [INSPECTION]?: Inspection } | null | undefined)?.[INSPECTION];
    if (inspection === undefined) return none(null, 'not an Auth');
    await inspection.load?.();
    return { inspection, description: inspection.describe() };
  } catch (thrown) {
    return isAuthError(thrown) ? none(thrown, '') : none(null, kind(thrown));
  }
}

const none = (thrown: AuthError | null, name: string): Subject => ({
  inspection: null,
  description: null,
  thrown,
  name,
});

/** What was thrown, without its message: that is the app's, and may hold anything. */
function kind(thrown: unknown): string {
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  return /^\w{1,40}$/.test(name) ? name : 'unknown';
}
