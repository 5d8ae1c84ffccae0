/** What may stand in a report: addresses without their queries, short texts without control characters. */

const LONGEST = 300;

/** Text of others as data: one line, cut to length. */
export function safe(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** An address as it is spelled, without query, fragment, user and password. */
export function place(address: string): string {
  const url = parsed(address);
  if (url === undefined) return '';
  if (url.origin === 'null') return url.protocol;
  return url.username + url.password === '' ? address.replace(/[?#].*$/s, '') : `${url.origin}${url.pathname}`;
}

/** The origin of an address; empty where it is none. */
export function originOf(address: string): string {
  return parsed(address)?.origin ?? '';
}

/** Enough of a client id to tell two apart. */
export function shortened(id: string): string {
  return id.length > 4 ? `${id.slice(0, 4)}…` : '…';
}

/** Text in which others may have repeated the client id. */
export function redacted(text: string, id: string): string {
  // As a text, the id would be read as a pattern: `$&`.
  return id.length > 4 ? text.replaceAll(id, () => shortened(id)) : text;
}

function parsed(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
