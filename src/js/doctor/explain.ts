/** Which findings are only what another one causes: a page whose server is off does not need to hear of its CORS headers. */
import { finding } from './findings.js';
import { originOf } from './redaction.js';
import type { Result } from './scene.js';
import { skipped } from './scene.js';
import type { CheckName, Finding, FindingCode } from './types.js';

export type Results = readonly { readonly name: CheckName; readonly result: Result }[];

const UNREACHABLE: readonly FindingCode[] = [
  'server_unreachable',
  'relay_unreachable',
  'relay_cross_site',
  'api_unreachable',
  'redirect_uri_missing',
];

/** Causes, and what they cause at the same origin. */
const CAUSES: readonly (readonly [FindingCode, readonly FindingCode[]])[] = [
  [
    'identity_server_off',
    ['cors_missing', 'server_unreachable', 'token_endpoint_failed', 'keys_invalid', 'metadata_invalid'],
  ],
  ['policy_blocks', ['policy_blocks_api']],
  ['server_unreachable', ['api_unreachable']],
  ['relay_cross_site', ['relay_refused', 'token_endpoint_failed']],
  ['relay_unknown', ['relay_refused', 'token_endpoint_failed']],
  ['framed', ['session_storage_blocked', 'local_storage_blocked']],
];

/** The same results without what others explain. */
export function explained(results: Results): Results {
  const all = results.flatMap(({ result }) => result.findings);
  return results.map(({ name, result }) => {
    let because: FindingCode | undefined;
    const findings = result.findings.flatMap((one) => {
      const cause = causeOf(one, all);
      because ??= cause;
      if (cause === 'offline') return [finding('offline')];
      return cause === undefined ? [one] : [];
    });
    if (findings.length === 0 && because !== undefined) return { name, result: skipped(because) };
    return { name, result: { ...result, findings: merged(findings) } };
  });
}

function causeOf(one: Finding, all: readonly Finding[]): FindingCode | undefined {
  // Loopback answers without a network: the browser's word alone is not enough.
  const silent = UNREACHABLE.includes(one.code) && !/^status /.test(one.evidence.status ?? '');
  if (silent && navigator.onLine === false) return 'offline';
  return CAUSES.find(
    ([cause, effects]) =>
      effects.includes(one.code) &&
      all.some(({ code, evidence }) => code === cause && whereOf(evidence) === whereOf(one.evidence)),
  )?.[0];
}

/** The origin that a finding is about; empty for one about the page. */
const whereOf = ({ origin, at }: Finding['evidence']): string => origin ?? originOf(at ?? '');

/** One finding for each code and origin, errors first; what is hidden there is listed in it. */
export function merged(findings: readonly Finding[]): readonly Finding[] {
  const byKey = new Map<string, Finding>();
  for (const one of findings) {
    const key = `${one.code} ${one.evidence.origin ?? one.evidence.at ?? ''}`;
    const known = byKey.get(key);
    const [what, more] = [known?.evidence.what, one.evidence.what];
    if (known === undefined) byKey.set(key, one);
    else if (one.code === 'cors_missing' && more !== undefined && what !== more) {
      byKey.set(key, finding('cors_missing', { ...one.evidence, what: `${what}, ${more}` }));
    }
  }
  return [...byKey.values()].sort((one, other) => one.severity.localeCompare(other.severity));
}
