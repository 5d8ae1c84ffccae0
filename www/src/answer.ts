/** What an API answered, as a line and a text. */

import { relayAdvice } from './relay_advice.js';

/** A response, or a record that docgate has read already. */
export type Answer = Response | Readonly<Record<string, unknown>>;

export interface Described {
  readonly line: string;
  readonly good: boolean;
  readonly body: string;
  /** What can be done about it, where docgate-relay refused; else empty. */
  readonly advice: string;
}

/** More than this of a body is not shown. */
const SHOWN = 20_000;

export async function describe(answer: Answer): Promise<Described> {
  if (!(answer instanceof Response)) {
    return { line: 'Received', good: true, body: cut(JSON.stringify(answer, null, 2)), advice: '' };
  }
  const body = await answer.text();
  const line = `${answer.status} ${answer.statusText}`.trim();
  const shown = body === '' ? '(empty)' : cut(pretty(body));
  return { line, good: answer.ok, body: shown, advice: answer.ok ? '' : adviceOn(body) };
}

function adviceOn(body: string): string {
  try {
    return relayAdvice(JSON.parse(body)?.error) ?? '';
  } catch {
    return '';
  }
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

function cut(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}\n… (${text.length - SHOWN} more characters)`;
}
