/**
 * The flow of a provider's sign-ins: the entries of the log, put into the logins that they belong to, each with the step
 * of the protocol that it is part of. Pure, so that it can be told again from what was kept.
 */
import { type FlowEntry, OWN_CALL } from './called.js';
import { tell } from './flow_words.js';

export type Step = 'before' | 'callback' | 'token' | 'api' | 'renewal' | 'tabs' | 'session' | 'out' | 'doctor';

export const STEPS: Readonly<Record<Step, string>> = {
  before: 'Before the redirect',
  callback: 'Callback',
  token: 'Token',
  api: 'API call',
  renewal: 'Renewal',
  tabs: 'Tabs',
  session: 'Session',
  out: 'Sign-out',
  doctor: 'Doctor',
};

/** One thing that happened: a request with its answer, or something else. */
export interface Line {
  readonly at: number;
  readonly step: Step;
  /** What it is, for people. */
  readonly words: string;
  /** As the log has it. */
  readonly event: string;
  readonly method: string;
  readonly address: string;
  status?: number;
  code?: string;
  took?: number;
  /** Names of what was left out. */
  readonly left: readonly string[];
  readonly weight: 'plain' | 'good' | 'warn' | 'bad';
}

/** A login and what came of it; `visit`: what happened without one. */
export interface Login {
  readonly kind: 'login' | 'visit';
  readonly at: number;
  readonly lines: Line[];
  end: 'open' | 'signed-in' | 'failed' | 'expired' | 'signed-out';
}

/** Oldest first, as are the lines of each. */
export function loginsOf(entries: readonly FlowEntry[]): Login[] {
  const logins: Login[] = [];
  let phase: Step = 'tabs';
  for (const entry of entries) {
    let login = logins.at(-1);
    const anew = entry.event === 'login-started' || login === undefined;
    if (anew || (login?.end === 'signed-out' && !PARTING.has(nameOf(entry)))) {
      login = {
        kind: entry.event === 'login-started' ? 'login' : 'visit',
        at: entry.at,
        lines: [],
        end: 'open',
      };
      logins.push(login);
      phase = login.kind === 'login' ? 'before' : 'tabs';
    }
    if (login === undefined) continue;
    phase = phaseAfter(phase, entry);
    if (answers(login, entry)) continue;
    login.lines.push(lineOf(entry, stepOf(phase, entry, login.lines.at(-1))));
    login.end = endAfter(login.end, entry);
  }
  return logins;
}

const PARTING = new Set(['revocation', 'relay-logout', 'navigate', 'signed-out', 'callback']);

/** What an entry is called by: the purpose of a request, else the event. */
function nameOf({ event, detail }: FlowEntry): string {
  const exchange = event === 'request' || event === 'response';
  return exchange ? (detail.split(' ')[0] ?? '') : event;
}

/** Where the login has got to: what a request without a step of its own belongs to. */
function phaseAfter(phase: Step, entry: FlowEntry): Step {
  switch (entry.event) {
    case 'login-started':
      return 'before';
    case 'callback':
      return entry.detail === 'signed out at the provider' ? 'out' : 'token';
    case 'session':
      return entry.detail === 'to be confirmed' ? 'token' : 'session';
    case 'request':
      return ASIDE[nameOf(entry)] ?? phase;
    default:
      return phase;
  }
}

/** What begins at any time, and brings requests of its own: for the keys, for example. */
const ASIDE: Readonly<Record<string, Step>> = { refresh: 'renewal', probe: 'doctor' };

const BY_NAME: Readonly<Record<string, Step>> = {
  'login-started': 'before',
  'relay-login': 'before',
  'authorization-url': 'before',
  callback: 'callback',
  token: 'token',
  refresh: 'renewal',
  probe: 'doctor',
  introspection: 'api',
  revocation: 'out',
  'relay-logout': 'out',
  tab: 'tabs',
  expired: 'session',
  'signed-out': 'out',
};

function stepOf(phase: Step, entry: FlowEntry, before: Line | undefined): Step {
  const name = nameOf(entry);
  if (entry.detail.startsWith(OWN_CALL)) return 'api';
  if (entry.event === 'navigate') return entry.redacted?.includes('logout_hint') ? 'out' : 'before';
  if (name === 'callback' && phase === 'out') return 'out';
  if (name === 'profile') return phase === 'token' ? 'token' : 'api';
  // The end of a sign-in here, or of one in another tab.
  if (name === 'session' && entry.detail === 'signed-in' && before !== undefined) {
    if (before.event === 'session' || before.step === 'tabs') return before.step;
  }
  if (name === 'session') return SESSION_STEPS[entry.detail] ?? 'session';
  return BY_NAME[name] ?? phase;
}

const SESSION_STEPS: Readonly<Record<string, Step>> = {
  'signed in': 'token',
  'to be confirmed': 'token',
  renewed: 'renewal',
};

/** Puts an answer to the request that it answers: the first of its purpose that has none. */
function answers(login: Login, { event, detail, status, code, at }: FlowEntry): boolean {
  if (event !== 'response' || detail.startsWith(OWN_CALL)) return false;
  const open = login.lines.find(
    (line) => line.event === 'request' && line.words === tell('request', detail) && line.took === undefined,
  );
  if (open === undefined) return false;
  open.took = at - open.at;
  if (status !== undefined) open.status = status;
  if (code !== undefined) open.code = code;
  return true;
}

function lineOf({ at, event, detail, status, code, redacted, took }: FlowEntry, step: Step): Line {
  const [, method = '', address = ''] = /^\S+ (GET|POST|PUT|PATCH|DELETE) (\S+)$/.exec(detail) ?? [];
  const left = event === 'navigate' ? detail : address;
  return {
    at,
    step,
    words: tell(event, detail),
    event,
    method,
    address: left,
    ...(status !== undefined && { status }),
    ...(code !== undefined && { code }),
    ...(took !== undefined && { took }),
    left: redacted ?? [],
    weight: WEIGHTS[event] ?? 'plain',
  };
}

const WEIGHTS: Readonly<Record<string, Line['weight']>> = {
  session: 'good',
  warning: 'warn',
  expired: 'bad',
  failed: 'bad',
};

function endAfter(end: Login['end'], { event, detail, code }: FlowEntry): Login['end'] {
  if (event === 'session' && detail !== 'to be confirmed') return 'signed-in';
  if (event === 'expired') return 'expired';
  if (event === 'signed-out') return 'signed-out';
  const ofLogin = event === 'failed' && !detail.startsWith(OWN_CALL) && code !== undefined;
  return ofLogin && end === 'open' ? 'failed' : end;
}
