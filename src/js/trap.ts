/** The default entry with a way to trap; for the test of what happens then, never in the package. */
import { instance } from './instance.js';

export * from './index.js';

/** Panics in a plain call. */
export const trap = (): void => instance().core.trap?.();

/** Panics inside of a promise. */
export const trapLater = (): Promise<void> | undefined => instance().core.trapLater?.();
