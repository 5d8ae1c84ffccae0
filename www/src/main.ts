/** Starts the demo: one `Auth` for each provider, one page for the chosen one. */
import { ApiPanel } from './api_panel.js';
import { loadDemoConfig } from './demo_config.js';
import { find } from './element.js';
import { Gate } from './gate.js';
import { ProblemPanel } from './problem_panel.js';
import { ProviderChoice } from './provider_choice.js';
import { demoProviders } from './providers.js';
import { SessionPanel } from './session_panel.js';
import { Timeline } from './timeline.js';

const status = find('status', HTMLElement);

/** Said once for each change, or a screen reader repeats itself. */
function announce(text: string): void {
  if (status.textContent !== text) status.textContent = text;
}

async function start(): Promise<void> {
  const timeline = new Timeline();
  const config = await loadDemoConfig();
  const gates = demoProviders(config).map(
    (provider) =>
      new Gate(
        provider,
        (entry) => timeline.note(provider.label, entry),
        () => render(),
      ),
  );
  const callbackOf = gates.find(({ provider }) => provider.config.redirectUri === location.pathname) ?? null;
  const choice = new ProviderChoice(gates, () => render());
  const api = new ApiPanel((text) => {
    const gate = choice.current;
    // An answer that ended the session says both.
    announce(gate.snapshot().status === 'expired' ? `${text}. ${sentenceFor(gate)}` : text);
  });
  const session = new SessionPanel(() => api.fetchProfile());
  const problem = new ProblemPanel();
  choice.choose(callbackOf);

  let said = '';
  function render(): void {
    const gate = choice.current;
    choice.show();
    session.show(gate);
    api.show(gate);
    problem.show(gate);
    const sentence = `${sentenceFor(gate)} ${gate.notice}`.trim();
    if (sentence !== said) announce(sentence);
    said = sentence;
  }

  render();
  await Promise.all(gates.map((gate) => gate.start()));
}

function sentenceFor(gate: Gate): string {
  const { label } = gate.provider;
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
      return gate.outcome?.status === 'popup' ? 'You may close this window.' : `Signed out of ${label}.`;
  }
}

start().catch((error: unknown) => {
  announce(`The demo could not start: ${error instanceof Error ? error.message : String(error)}`);
});
