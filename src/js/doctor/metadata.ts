/** Where the endpoints are, and the documents behind them: metadata and key set. */
import { finding } from './findings.js';
import type { Look } from './look.js';
import { originOf, place } from './redaction.js';
import { type Examination, found, NO_AUTH, type Scene, skipped } from './scene.js';
import type { Finding } from './types.js';

export interface Endpoints {
  readonly token: string | null;
  readonly jwks: string | null;
  /** What is wrong with the document that tells them. */
  readonly findings: readonly Finding[];
  /** Whether there was one to read. */
  readonly read: boolean;
}

/** Reads the metadata where the endpoints stand in nothing else. */
export async function endpoints({ subject, look }: Pick<Scene, 'subject' | 'look'>): Promise<Endpoints> {
  const none = { token: null, jwks: null, findings: [], read: false };
  if (subject.description === null) return none;
  const { metadata, authorization, token, jwks, issuer } = subject.description;
  const known = authorization !== null && token !== null && jwks !== null;
  if (metadata === null || known) return { ...none, token, jwks };
  const seen = await look(metadata);
  const bad = unread(seen, metadata, 'metadata', (problem) =>
    finding('metadata_invalid', { at: place(metadata), problem }),
  );
  if (bad !== undefined) return { ...none, token, findings: [bad] };
  const document = member(seen);
  const wrong = (problem: string): Endpoints => ({
    ...none,
    findings: [finding('metadata_invalid', { at: place(metadata), problem })],
  });
  if (document === undefined) return wrong('no JSON object');
  if (document.issuer !== issuer) {
    const published = typeof document.issuer === 'string' ? place(document.issuer) : 'none';
    return { ...none, findings: [finding('issuer_mismatch', { configured: place(issuer), published })] };
  }
  const methods = document.code_challenge_methods_supported;
  if (Array.isArray(methods) && !methods.includes('S256')) {
    return { ...none, findings: [finding('pkce_unsupported', { at: place(metadata) })] };
  }
  const findings: Finding[] = [];
  const address = (name: string, needed: boolean): string | null => {
    const value = document[name];
    if (typeof value === 'string' && originOf(value) !== '') {
      if (!secure(value)) findings.push(finding('endpoint_insecure', { what: name, at: place(value) }));
      return value;
    }
    if (needed) findings.push(...wrong(`no ${name}`).findings);
    return null;
  };
  address('authorization_endpoint', true);
  const told = { token: address('token_endpoint', true), jwks: address('jwks_uri', false) };
  return { token: token ?? told.token, jwks: jwks ?? told.jwks, findings, read: true };
}

export const metadata: Examination = {
  name: 'metadata',
  async run(scene) {
    if (scene.subject.description === null) return NO_AUTH;
    const { findings, read } = await scene.endpoints();
    if (findings.length > 0) return found(...findings);
    return read ? undefined : skipped('docgate knows the addresses without');
  },
};

export const keys: Examination = {
  name: 'keys',
  async run(scene) {
    const { description } = scene.subject;
    if (description === null) return NO_AUTH;
    if (!description.scopes.includes('openid')) return skipped('no ID token is asked for');
    const { findings, jwks } = await scene.endpoints();
    if (findings[0] !== undefined) return skipped(findings[0].code);
    if (jwks === null) return skipped('no address of a key set is known');
    const seen = await scene.look(jwks);
    const invalid = (problem: string): Finding => finding('keys_invalid', { at: place(jwks), problem });
    const bad = unread(seen, jwks, 'key set', invalid);
    if (bad !== undefined) return found(bad);
    const list = member(seen)?.keys;
    return Array.isArray(list) && list.length > 0 ? undefined : found(invalid('no list of keys'));
  },
};

/** What keeps the page from reading a document; nothing where it can. */
function unread(seen: Look, address: string, what: string, invalid: (problem: string) => Finding): Finding | undefined {
  if (seen.seen === 'answer') {
    const { status } = seen.answer;
    return status === 200 ? undefined : invalid(`status ${status}`);
  }
  return seen.seen === 'moved' ? invalid('it redirects') : unanswered(seen, address, what);
}

/** A look without an answer, as a finding. */
export function unanswered(seen: Look, address: string, what: string, advice?: string | null): Finding | undefined {
  const origin = originOf(address);
  switch (seen.seen) {
    case 'blocked':
      return finding('policy_blocks', { origin, directive: seen.directive });
    case 'hidden':
      return advised(finding('cors_missing', { origin, what }), advice);
    case 'silent':
      return finding('server_unreachable', { origin });
    default:
      return undefined;
  }
}

/** With what the provider says of it. */
export function advised(given: Finding, advice: string | null | undefined): Finding {
  return advice ? { ...given, advice: `${given.advice} ${advice}` } : given;
}

/** The JSON object of an answer. */
export function member(seen: Look): Record<string, unknown> | undefined {
  try {
    const value: unknown = seen.seen === 'answer' ? JSON.parse(seen.answer.text) : undefined;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** https, or loopback for a page on loopback, as docgate accepts it. */
function secure(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname) && isLoopback(location.hostname));
}

function isLoopback(host: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(host);
}
