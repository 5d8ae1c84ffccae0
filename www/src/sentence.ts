/** The one sentence on top: who is signed in to what. */
import type { Gate } from './gate.js';

export function sentenceFor(gate: Gate): string {
  const { label } = gate.provider;
  if (gate.stage === 'returning') return `Back from ${label}: finishing the sign-in…`;
  if (gate.stage === 'window') return `${label} is open in a window.`;
  if (gate.stage === 'leaving') return `Off to ${label}…`;
  const { status, session } = gate.snapshot();
  const who = session?.user?.name;
  switch (status) {
    case 'loading':
      return gate.auth === null ? `${label}: this config cannot be used.` : `${label}: looking for a session…`;
    case 'signed-in':
      return who === undefined ? `Signed in to ${label}.` : `Signed in to ${label} as ${who}.`;
    case 'expired':
      return `The ${label} session has expired.`;
    case 'signed-out':
      return signedOut(gate);
  }
}

function signedOut({ provider: { label, signOutPage }, outcome }: Gate): string {
  if (outcome?.status === 'popup') return 'You may close this window.';
  if (outcome?.status !== 'signed-out' || outcome.via !== 'logout') return `Signed out of ${label}.`;
  return outcome.confirmed === true
    ? `Back from ${signOutPage}’s sign-out page. Signed out of ${label}, here and there.`
    : `Back from ${signOutPage}’s sign-out page, which did not say what it was sent. Signed out of ${label} here.`;
}
