/** `doctor()`: all checks side by side, each with an end, and one report. */

import { LATE, within } from '../patience.js';
import type { Auth } from '../types.js';
import { apis } from './apis.js';
import { frame, secureContext, storage, tabs, webassembly } from './browser.js';
import { clock } from './clock.js';
import { config } from './config.js';
import { explained, merged, type Results } from './explain.js';
import { finding } from './findings.js';
import { identityServer } from './identity.js';
import { makeLooker } from './look.js';
import { endpoints, keys, metadata } from './metadata.js';
import { opener, redirect } from './pages.js';
import { watchPolicy } from './policy.js';
import { relay } from './relay.js';
import { type Examination, found, type Result, type Scene } from './scene.js';
import { type Subject, subjectOf } from './subject.js';
import { text } from './text.js';
import { token } from './token.js';
import type { Check, DoctorOptions, DoctorReport, Finding } from './types.js';

const TIMEOUT = 10_000;
/** Browsers take what does not fit into 31 bits for no time at all. */
const LONGEST = 60_000;
/** A check asks at most so many questions one after the other. */
const QUESTIONS = 5;

const examinations: readonly Examination[] = [
  config,
  webassembly,
  secureContext,
  frame,
  storage,
  tabs,
  opener,
  redirect,
  metadata,
  keys,
  identityServer,
  token,
  relay,
  apis,
  clock,
];

/**
 * Checks from the browser what can be checked of a page, its config and its provider. Never rejects, and always ends.
 *
 * `subject`: an `Auth`, or a function that makes it: what createAuth throws is a finding then. No session, no stored record
 * and no address is touched, and nothing is sent with a token. One token request is sent, with a code that cannot exist; see
 * {@link DoctorOptions.probe}.
 */
export async function doctor(subject: Auth | (() => Auth), options?: DoctorOptions | null): Promise<DoctorReport> {
  if (typeof document === 'undefined' || typeof location === 'undefined') {
    const found = { name: 'config', result: { findings: [finding('not_in_browser')] } } as const;
    return report({ inspection: null, description: null, thrown: null, name: '' }, [found]);
  }
  const given = await subjectOf(subject);
  const { probe = true } = options ?? {};
  const timeout = limited(options?.timeout);
  const policy = watchPolicy();
  const looker = makeLooker(policy, timeout);
  let addresses: ReturnType<typeof endpoints> | undefined;
  const scene: Scene = {
    ...looker,
    subject: given,
    probe,
    timeout,
    endpoints() {
      addresses ??= endpoints(scene);
      return addresses;
    },
  };
  try {
    const results = examinations.map(async (it) => ({ name: it.name, result: await examined(it, scene) }));
    return report(given, explained(await Promise.all(results)));
  } finally {
    policy.end();
  }
}

/** From 1 ms to a minute, whatever the app says. */
function limited(timeout: unknown): number {
  if (typeof timeout !== 'number' || Number.isNaN(timeout)) return TIMEOUT;
  return Math.min(Math.max(timeout, 1), LONGEST);
}

/** What a check found. One that fails or comes to no end is a finding itself. */
async function examined(examination: Examination, scene: Scene): Promise<Result> {
  const unfinished = (why: string): Result => found(finding('check_unfinished', { check: examination.name, why }));
  try {
    const result = await within(examination.run(scene), QUESTIONS * scene.timeout);
    return result === LATE ? unfinished('no end') : (result ?? found());
  } catch (thrown) {
    return unfinished(thrown instanceof Error ? thrown.name : typeof thrown);
  }
}

function report(subject: Subject, results: Results): DoctorReport {
  const findings = merged(results.flatMap(({ result }) => result.findings));
  const checks = results.map(({ name, result }): Check => {
    const { detail } = result;
    return { name, status: status(result), ...(detail !== undefined && { detail }) };
  });
  const ok = findings.every(({ severity }) => severity !== 'error');
  return { ok, findings, checks, text: text(subject, findings, checks) };
}

function status({ findings, skipped }: Result): Check['status'] {
  if (findings.some(({ severity }: Finding) => severity === 'error')) return 'failed';
  if (findings.length > 0) return 'warned';
  return skipped ? 'skipped' : 'passed';
}
