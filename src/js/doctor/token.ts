/**
 * The token endpoint, as docgate itself would ask it: with a code that cannot exist. `invalid_grant` is the good answer;
 * every other one is an error of docgate's that says what is wrong, whatever the provider is.
 */
import type { Description } from '../inspection.js';
import { LATE, within } from '../patience.js';
import type { AuthError } from '../types.js';
import { finding } from './findings.js';
import { unanswered } from './metadata.js';
import { originOf, place, redacted } from './redaction.js';
import { type Examination, found, NO_AUTH, passed, type Result, type Scene, skipped } from './scene.js';
import type { Finding, FindingCode } from './types.js';

/** An error of docgate's, or doctor's own. */
interface Told extends Pick<AuthError, 'code' | 'message'> {
  readonly field?: string | undefined;
  readonly error?: string | undefined;
  readonly errorDescription?: string | undefined;
  readonly errorCodes?: readonly number[] | undefined;
  readonly status?: number | undefined;
}

const SENT = 'one POST was sent; DocSpace takes ten a minute from one address';
/** It knows by itself that nobody began this sign-in, and asks nobody. */
const RELAYED = 'the relay answers; whether the provider takes its secret only a sign-in tells';
const NOT_SENT = 'nothing was sent: { probe: false }';

export const token: Examination = {
  name: 'token-endpoint',
  async run(scene) {
    const { inspection, description } = scene.subject;
    if (inspection === null) return NO_AUTH;
    const { findings, token: address } = await scene.endpoints();
    if (findings[0] !== undefined) return skipped(findings[0].code);
    if (address === null) return skipped('this provider has none');
    // Where only the metadata tells, the relay takes the place of what it tells.
    const behind = description.relay !== null && (description.token === null || isBehind(description.relay, address));
    if (!scene.probe) {
      if (behind) return skipped(NOT_SENT);
      const look = await scene.there(address);
      const bad = look.seen === 'hidden' ? undefined : unanswered(look, address, '');
      return bad === undefined ? passed(NOT_SENT) : found(bad);
    }
    const given = await within(inspection.probe(), scene.timeout);
    if (given === null) return passed(behind ? RELAYED : SENT);
    const error = given === LATE ? IN_TIME : told(given, description.clientId);
    const silent = error.code === 'network' || error.code === 'timeout';
    if (METADATA.includes(error.code)) return found(refused(error, description));
    if (silent) return unread(scene, behind ? null : address, error);
    return judged(error, originOf((behind && description.relay) || address), behind);
  },
};

const IN_TIME = { code: 'timeout', message: 'The token endpoint did not answer in time.' } as const;

/** What an error says, without the client id, which a server may have repeated: a finding is cut to length later. */
function told(given: AuthError, id: string): Told {
  const { code, message, field, error = '', errorDescription, errorCodes, status } = given;
  const said = errorDescription === undefined ? undefined : redacted(errorDescription, id);
  return { code, message, field, error: redacted(error, id), errorDescription: said, errorCodes, status };
}

/** No readable answer: whose fault it is. `address`: nothing where it is the relay's, which has a check of its own. */
async function unread(scene: Scene, address: string | null, error: Told): Promise<Result> {
  const { relay, crossOrigin } = scene.subject.description ?? {};
  const failure = failed('token_endpoint_failed', error, originOf(address ?? relay ?? ''));
  if (address === null) {
    const look = await scene.look(relay ?? '', RELAY_HEADERS);
    return look.seen === 'answer' ? found(failure) : skipped('see relay');
  }
  const look = await scene.there(address);
  if (look.seen === 'silent' || look.seen === 'blocked') return found(unanswered(look, address, '') ?? failure);
  if (error.code === 'timeout') return found(failure);
  // Somebody is there. That a GET may be read says nothing of the POST.
  const hidden = unanswered({ seen: 'hidden' }, address, 'answers of the token endpoint', crossOrigin);
  return found(hidden ?? failure);
}

/** What docgate itself does not take, so that nothing was sent: it is stricter than doctor's own reader. */
const METADATA: readonly string[] = ['metadata_invalid', 'issuer_mismatch', 'pkce_unsupported'];

function refused({ code, field, message }: Told, { metadata, issuer }: Description): Finding {
  const at = place(metadata ?? issuer);
  const problem = field === undefined ? message : `docgate refuses ${field}`;
  return finding(code as FindingCode, { at, field, problem });
}

/** What every request to a relay has. */
export const RELAY_HEADERS = { 'docgate-relay': '1' };

/** The findings for errors that say by themselves what is wrong. */
const OWN: { readonly [code: string]: FindingCode } = {
  client_refused: 'client_refused',
  registration_invalid: 'registration_invalid',
  rate_limited: 'rate_limited',
  relay_refused: 'relay_refused',
};

/** `origin`: whose answer it is; `behind`: the relay's. */
function judged(error: Told, origin: string, behind: boolean): Result {
  if (error.code === 'not_supported') return skipped('this provider has none');
  const own = OWN[error.code] ?? 'token_endpoint_failed';
  if (!behind) return found(failed(own, error, origin));
  if (error.error === 'cross_site') return found(failed('relay_cross_site', error, origin));
  return found(failed(own === 'client_refused' ? 'relay_refused' : own, error, origin));
}

/** An error of docgate's as a finding: its own message, and what the server said. */
function failed(code: FindingCode, error: Told, origin: string): Finding {
  const { field, message, error: said, errorDescription, errorCodes, status } = error;
  return finding(code, {
    origin,
    code: error.code,
    message,
    field,
    error: said,
    said: errorDescription ?? message,
    numbers: errorCodes?.join(', '),
    status: status === undefined ? undefined : String(status),
  });
}

/** Whether an address is one of the relay's. */
export function isBehind(relay: string | null, address: string): boolean {
  return relay !== null && originOf(address) === originOf(relay) && address.startsWith(`${relay}/`);
}
