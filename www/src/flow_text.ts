/** The flow as a text to paste somewhere: no value in it that the log has left out. */
import { type Line, type Login, STEPS } from './flow.js';

export function textOf(provider: string, logins: readonly Login[]): string {
  return logins.map((login) => loginText(provider, login)).join('\n\n');
}

export function loginText(provider: string, login: Login): string {
  const what = login.kind === 'login' ? 'sign-in' : 'without a sign-in';
  const head = `docgate, ${provider}: ${what}, ${new Date(login.at).toISOString()}, ${login.end}`;
  return [head, ...login.lines.map((line) => lineText(login.at, line))].join('\n');
}

function lineText(began: number, line: Line): string {
  const since = `+${Math.round(line.at - began)} ms`.padStart(12);
  const request = `${line.method} ${line.address}`.trim();
  const parts = [since, STEPS[line.step].padEnd(19), line.words];
  if (request !== '') parts.push(`[${request}]`);
  if (line.status !== undefined) parts.push(String(line.status));
  if (line.code !== undefined) parts.push(line.code);
  if (line.took !== undefined) parts.push(`in ${Math.round(line.took)} ms`);
  if (line.left.length > 0) parts.push(`(left out: ${line.left.join(', ')})`);
  return parts.join('  ');
}
