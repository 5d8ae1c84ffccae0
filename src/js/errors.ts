/** The errors that the face makes where no wasm runs, and how to recognise any of docgate's. */
import { messages } from './codes.js';
import type { AuthError } from './types.js';

/** An `AuthError`, made here. All others come from the wasm, with the same shape. */
export function authError(
  code: keyof typeof messages,
  fields: { readonly field?: string; readonly build?: string; readonly cause?: unknown } = {},
): AuthError {
  const { cause, ...named } = fields;
  const which = named.field ?? named.build;
  const message = which === undefined ? messages[code] : `${messages[code]} [${which}]`;
  const error = new Error(message, cause === undefined ? undefined : { cause });
  return Object.assign(error, { name: 'AuthError' as const, code }, named);
}

/**
 * Whether something that was thrown is docgate's, whichever copy of the package threw it. By shape,
 * not by class: several copies of a package may be on one page.
 */
export function isAuthError(thrown: unknown): thrown is AuthError {
  return thrown instanceof Error && thrown.name === 'AuthError' && 'code' in thrown;
}

/** Whether it failed for want of a core, which may come later. */
export const isUnloaded = ({ code }: AuthError): boolean => code === 'wasm_refused' || code === 'wasm_not_loaded';

/** Hands an app's own mistake to the page's error reporting, and goes on. */
export function report(thrown: unknown): void {
  if (typeof reportError === 'function') reportError(thrown);
  else
    setTimeout(() => {
      throw thrown;
    });
}
