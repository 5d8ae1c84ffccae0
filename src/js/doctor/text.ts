/** The report as plain text, made to be pasted where strangers read it. */
import { place, redacted, safe, shortened } from './redaction.js';
import type { Subject } from './subject.js';
import type { Check, Finding } from './types.js';

/** Put in by the build. */
declare const DOCGATE_VERSION: string;

/** The text. */
export function text(
  { description, inspection }: Subject,
  findings: readonly Finding[],
  checks: readonly Check[],
): string {
  const count = (severity: Finding['severity']): number => findings.filter((it) => it.severity === severity).length;
  const lines = [
    `docgate doctor: errors ${count('error')}, warnings ${count('warning')}`,
    '',
    `docgate: ${DOCGATE_VERSION}`,
    `browser: ${safe(globalThis.navigator?.userAgent ?? 'none')}`,
    `page: ${globalThis.location?.origin ?? 'none'}${globalThis.isSecureContext === false ? ', insecure' : ''}`,
  ];
  const say = (name: string, address: string | null): void => {
    if (address) lines.push(`${name}: ${safe(place(address))}`);
  };
  if (description !== null) {
    const { provider, clientId, apis } = description;
    lines.push(`provider: ${safe(provider)}`, `client: ${safe(shortened(clientId))}`);
    say('issuer', description.issuer);
    say('redirect URI', description.redirectUri);
    say('metadata', description.metadata);
    say('authorization endpoint', description.authorization);
    say('token endpoint', description.token);
    say('key set', description.jwks);
    say('relay', description.relay);
    for (const { name, base } of apis) say(`API ${safe(name)}`.trim(), base);
    if (inspection.insecure !== 'refuse') lines.push(`insecureContext: ${inspection.insecure}`);
  }
  for (const { severity, code, message, advice, evidence } of findings) {
    lines.push('', `${severity} ${code}`, message, `-> ${advice}`);
    // What the message says already need not stand here again.
    for (const [name, value] of Object.entries(evidence)) if (value !== message) lines.push(`   ${name}: ${value}`);
  }
  lines.push('');
  for (const { name, status, detail } of checks) {
    lines.push(`${status.padEnd(8)}${name}${detail === undefined ? '' : ` (${detail})`}`);
  }
  const whole = `${lines.join('\n')}\n`;
  // A server may have repeated it.
  return redacted(whole, description?.clientId ?? '');
}
