/** What an API answered: a line, what the page may read of its headers, and a text. */

import { adviceOnAnswer } from './call_advice.js';

/** A response, or a record that docgate has read already. */
export type Answer = Response | Readonly<Record<string, unknown>>;

export interface Described {
  readonly line: string;
  /** `null` where docgate has read it already. */
  readonly status: number | null;
  readonly good: boolean;
  /** Those that the page may read. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** Whether the body is JSON. */
  readonly json: boolean;
  /** Its length as it came, in characters. */
  readonly length: number;
  /** What can be done about it; empty where nothing has to be. */
  readonly advice: string;
}

/** More than this of a body is not shown. */
const SHOWN = 20_000;

export async function describe(answer: Answer): Promise<Described> {
  if (!(answer instanceof Response)) {
    const text = JSON.stringify(answer, null, 2);
    return {
      line: 'Received',
      status: null,
      good: true,
      headers: [],
      body: cut(text),
      json: true,
      length: text.length,
      advice: '',
    };
  }
  const body = await answer.text();
  const formatted = pretty(body);
  return {
    line: `${answer.status} ${answer.statusText}`.trim(),
    status: answer.status,
    good: answer.ok,
    headers: [...answer.headers],
    body: body === '' ? '(empty)' : cut(formatted ?? body),
    json: formatted !== null,
    length: body.length,
    advice: adviceOnAnswer(answer.status, body),
  };
}

function pretty(body: string): string | null {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return null;
  }
}

function cut(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}\n… (${text.length - SHOWN} more characters)`;
}
