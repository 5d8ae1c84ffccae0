/** The fields of an error that are there, as rows. The server's own words are marked as such: anybody may have written them. */
import type { AuthError } from 'docgate';
import { element, fact, tags } from './element.js';

export function evidenceOf(error: AuthError): HTMLElement[] {
  const rows: HTMLElement[] = [...fact('Code', element('code', {}, error.code))];
  const note = (term: string, value: string | number | undefined) => {
    if (value !== undefined) rows.push(...fact(term, element('code', {}, String(value))));
  };
  note('About', error.field);
  if (error.errorCodes !== undefined) {
    const numbers = error.errorCodes.map((number) => `AADSTS${number}`);
    rows.push(...fact('Microsoft’s number', tags(numbers, 'None')));
  }
  note('In detail', error.suberror);
  note('For Microsoft’s support', error.correlationId);
  note('HTTP status', error.status);
  if (error.retryAfter !== undefined) rows.push(...fact('Wait', `${error.retryAfter} s`));
  if (error.scopes !== undefined) rows.push(...fact('Scopes to ask for', tags(error.scopes, 'None')));
  note('Claims to ask for', error.claims);
  note('Sign-in to ask for', error.acrValues);
  if (error.maxAge !== undefined) rows.push(...fact('Not older than', `${error.maxAge} s`));
  const words = [error.error, error.errorDescription, error.errorUri].filter((part) => part !== undefined);
  if (words.length > 0) {
    const quoted = element('q', {}, words.join(' · '));
    const warning = element('div', { class: 'untrusted' }, 'Not checked: anybody can write this.');
    rows.push(...fact('The address or the server said', quoted, warning));
  }
  return rows;
}
