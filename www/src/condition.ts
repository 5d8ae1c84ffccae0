/**
 * What there is to be seen of a sign-in, as one of eight conditions: each has a picture, words and a colour of its own,
 * and none is told by colour alone.
 */
import type { Gate } from './gate.js';
import type { IconName } from './icon.js';

export type Condition =
  | 'looking'
  | 'signed-out'
  | 'signing-in'
  | 'signed-in'
  | 'expired'
  | 'failed'
  | 'misconfigured'
  | 'handed-over';

export const NAMES: Readonly<Record<Condition, string>> = {
  looking: 'Looking…',
  'signed-out': 'Signed out',
  'signing-in': 'Signing in…',
  'signed-in': 'Signed in',
  expired: 'Expired',
  failed: 'Sign-in failed',
  misconfigured: 'Misconfigured',
  'handed-over': 'Done here',
};

export const ICONS: Readonly<Record<Condition, IconName>> = {
  looking: 'busy',
  'signed-out': 'out',
  'signing-in': 'busy',
  'signed-in': 'good',
  expired: 'expired',
  failed: 'bad',
  misconfigured: 'wrench',
  'handed-over': 'good',
};

export function conditionOf(gate: Gate): Condition {
  const { status } = gate.snapshot();
  if (gate.auth === null) return 'misconfigured';
  if (gate.outcome?.status === 'popup') return 'handed-over';
  if (gate.stage !== null) return 'signing-in';
  if (status === 'signed-in' || status === 'expired') return status;
  if (status === 'loading') return 'looking';
  return gate.problem?.doing === SIGNING_IN ? 'failed' : 'signed-out';
}

/** What a gate was doing when a sign-in went wrong. */
export const SIGNING_IN = 'signing in';

/** What stands below the name of the condition, in a sentence or two. */
export function explain(gate: Gate): string {
  const { label, peoples } = gate.provider;
  switch (conditionOf(gate)) {
    case 'looking':
      return 'This tab’s own store first, then the other tabs of this browser.';
    case 'signed-out':
      return gate.outcome?.status === 'signed-out' && gate.outcome.reason !== null
        ? `${ENDED[gate.outcome.reason]} ${peoples}`
        : peoples;
    case 'signing-in':
      return STAGES[gate.stage ?? 'leaving'](label);
    case 'signed-in':
      return '';
    case 'expired':
      return gate.setUp.renewal === undefined
        ? 'Nothing renews it here, and docgate signs nobody in unasked: who it was stays on the page until you decide.'
        : 'The renewal was refused, so only a sign-in goes on from here. Who it was stays on the page until you decide.';
    case 'failed':
      return 'Nothing of it was kept. What happened, and what can be done, stands below.';
    case 'misconfigured':
      return '`createAuth()` refused the config before anything was sent anywhere.';
    case 'handed-over':
      return 'This window has handed its answer to the page that opened it, and may be closed.';
  }
}

/** The heading where there is no name to show. */
export function headline(gate: Gate): string {
  const { label } = gate.provider;
  switch (conditionOf(gate)) {
    case 'looking':
      return 'Looking for a session…';
    case 'signed-out':
      return `Nobody is signed in to ${label}`;
    case 'signing-in':
      return UNDER_WAY[gate.stage ?? 'leaving'](label);
    case 'signed-in':
      return 'Signed in';
    case 'expired':
      return 'The session has ended';
    case 'failed':
      return `Nobody was signed in to ${label}`;
    case 'misconfigured':
      return 'This config cannot be used';
    case 'handed-over':
      return 'You may close this window';
  }
}

const UNDER_WAY = {
  leaving: (label: string) => `Off to ${label}…`,
  window: (label: string) => `${label} is open in a window`,
  returning: (label: string) => `Back from ${label}…`,
} as const;

const STAGES = {
  leaving: (label: string) => `The page is about to be left for ${label}. The answer comes back to this tab.`,
  window: () => 'Finish there; this page stays as it is, and hears of it.',
  returning: () => 'The address bar is clean already. Now the code is exchanged, and what comes back is checked.',
} as const;

const ENDED = {
  expired: 'The last session has expired.',
  idle: 'The last session ended because nobody did anything.',
  'login-required': 'The last session could not be renewed.',
} as const;
