/** What an API answered, as a line and a text. */

/** A response, or a record that docgate has read already. */
export type Answer = Response | Readonly<Record<string, unknown>>;

export interface Described {
  readonly line: string;
  readonly good: boolean;
  readonly body: string;
}

/** More than this of a body is not shown. */
const SHOWN = 20_000;

export async function describe(answer: Answer): Promise<Described> {
  if (!(answer instanceof Response)) {
    return { line: 'Received', good: true, body: cut(JSON.stringify(answer, null, 2)) };
  }
  const body = await answer.text();
  const line = `${answer.status} ${answer.statusText}`.trim();
  return { line, good: answer.ok, body: body === '' ? '(empty)' : cut(pretty(body)) };
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
