/** What an error says beside its message. */
import type { AuthError } from 'docgate';
import { element, fact, tags } from './element.js';

type Numbers = readonly [whose: string, written: (number: number) => string];

const MICROSOFT: Numbers = ['Microsoft’s', (number) => `AADSTS${number}`];

/** 507 is told as 000.507. */
const ENADOC: Numbers = [
  'Enadoc’s',
  (number) => [Math.floor(number / 1000), number % 1000].map((part) => String(part).padStart(3, '0')).join('.'),
];

/** The fields of an error that are there, as rows. The server's own words are marked as such: anybody may have written them. */
export function evidenceOf(error: AuthError): HTMLElement[] {
  const rows: HTMLElement[] = [...fact('Code', element('code', {}, error.code))];
  const note = (term: string, value: string | number | undefined) => {
    if (value !== undefined) rows.push(...fact(term, element('code', {}, String(value))));
  };
  note('About', error.field);
  if (error.errorCodes !== undefined) {
    const [whose, written] = error.provider === 'enadoc' ? ENADOC : MICROSOFT;
    rows.push(...fact(`${whose} number`, tags(error.errorCodes.map(written), 'None')));
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
