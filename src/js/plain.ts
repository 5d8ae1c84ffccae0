/**
 * What an app passes in, as JSON text: own, enumerable properties only, each read once. Nothing
 * inherited is seen (a polluted prototype adds no key), and what is no plain data becomes a value
 * that fits nowhere, so that the wasm's check names its key.
 */
import { authError } from './errors.js';

/** An array in an array: no key takes that. */
const MISFIT = '[[]]';
const DEPTH = 6;
const SIZE = 64 * 1024;

/** The text of an app's object; its keys sorted, so that equal data gives equal text. */
export function plain(value: unknown, name: string): string {
  const text = isRecord(value) ? read(value, 0) : MISFIT;
  if (text.length > SIZE) throw authError('config_invalid', { field: name });
  return text;
}

/** `value` and its text, with the app's own state as text in it: docgate carries that, unread. */
export function withAppState(options: unknown): string {
  if (!isRecord(options)) return plain(options ?? {}, 'options');
  const { appState, ...rest } = own(options, 'options');
  if (appState === undefined) return plain(rest, 'options');
  let text: string | undefined;
  try {
    text = JSON.stringify(appState);
  } catch (cause) {
    throw authError('config_invalid', { field: 'appState', cause });
  }
  return plain({ ...rest, appState: text ?? null }, 'options');
}

/** A flat copy of the own properties; a getter that throws is a wrong value of its key. */
export function own(object: object, name: string): Record<string, unknown> {
  let keys: string[];
  try {
    keys = Object.keys(object);
  } catch (cause) {
    throw authError('config_invalid', { field: name, cause });
  }
  const copy: Record<string, unknown> = Object.create(null);
  for (const key of keys) {
    try {
      copy[key] = (object as Record<string, unknown>)[key];
    } catch (cause) {
      throw authError('config_invalid', { field: key, cause });
    }
  }
  return copy;
}

function read(value: unknown, depth: number): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : MISFIT;
  // A text with half a character in it is none.
  if (typeof value === 'string') return /\p{Surrogate}/u.test(value) ? MISFIT : JSON.stringify(value);
  if (typeof value !== 'object' || depth > DEPTH) return MISFIT;
  if (Array.isArray(value)) {
    if (value.length > 1000) return MISFIT;
    return `[${Array.from(value, (each) => read(each, depth + 1)).join()}]`;
  }
  const copy = own(value, 'config');
  const members = Object.keys(copy)
    .filter((key) => copy[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${read(copy[key], depth + 1)}`);
  return `{${members.join()}}`;
}

export function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !isArray(value);
}

function isArray(value: object): boolean {
  try {
    return Array.isArray(value);
  } catch {
    // A revoked proxy.
    return true;
  }
}
