/** Starts the demo: one `Auth` for each provider, one page for the chosen one. */
import { AccountsPanel } from './accounts_panel.js';
import { ApiPanel } from './api_panel.js';
import { pathOf, pinIcon } from './base.js';
import { ConfirmDialog } from './confirm_dialog.js';
import { Control } from './control.js';
import { loadDemoConfig } from './demo_config.js';
import { DoctorPanel } from './doctor_panel.js';
import { DoublePanel } from './double_panel.js';
import { find } from './element.js';
import { FlowPanel } from './flow_panel.js';
import { Gallery } from './gallery.js';
import { Gate, type Problem } from './gate.js';
import { followJumps } from './jumps.js';
import { ProblemPanel } from './problem_panel.js';
import { demoProviders } from './providers/index.js';
import { sentenceFor } from './sentence.js';
import { SessionPanel } from './session_panel.js';
import { StatePanel } from './state_panel.js';
import { offerTheme } from './theme.js';
import { TokensPanel } from './tokens_panel.js';
import { VariantChoice } from './variant_choice.js';

const status = find('status', HTMLElement);

/** Said once for each change, or a screen reader repeats itself. */
function announce(text: string): void {
  if (status.textContent !== text) status.textContent = text;
}

async function start(): Promise<void> {
  pinIcon();
  offerTheme();
  followJumps();
  const flow = new FlowPanel(announce);
  const config = await loadDemoConfig();
  const dialog = new ConfirmDialog(find('state', HTMLElement));
  const gates = demoProviders(config, pathOf, (label, user) => dialog.ask(label, user)).map(
    (provider) =>
      new Gate(
        provider,
        (entry) => flow.note(provider.id, entry),
        () => render(),
      ),
  );
  const callbackOf = gates.find(({ setUp }) => setUp.config.redirectUri === location.pathname) ?? null;
  const gallery = new Gallery(gates, () => render());
  // What an answer changed, the end of the session for example, is said together with it.
  const api = new ApiPanel((text) => {
    const sentence = sentenceNow();
    const both = [text, sentence === said ? '' : sentence].filter((part) => part !== '').join(' ');
    if (both !== '') announce(both);
    said = sentence;
  });
  const panels = [
    gallery,
    new VariantChoice(),
    new StatePanel(),
    new SessionPanel(),
    new AccountsPanel(),
    api,
    new TokensPanel(announce),
    new DoublePanel(new Control(config.control, config.relaySwitch), announce),
    flow,
    new DoctorPanel(announce),
    new ProblemPanel(announce),
  ];
  gallery.choose(callbackOf);

  let said = '';
  let failure: Problem | null = null;
  function render(): void {
    const gate = gallery.current;
    for (const panel of panels) panel.show(gate);
    void gate.introduce();
    if (api.calling) return;
    const sentence = sentenceNow();
    // A failure takes back what an earlier success said; what failed is told by the alert.
    const failed = gate.problem !== null && gate.problem !== failure;
    if (sentence !== said) announce(sentence);
    else if (failed) announce('');
    said = sentence;
    failure = gate.problem;
  }

  function sentenceNow(): string {
    return `${sentenceFor(gallery.current)} ${gallery.current.notice}`.trim();
  }

  // That an account which is not in use was signed out in another tab is told by no event.
  addEventListener('focus', render);
  document.addEventListener('visibilitychange', render);
  render();
  await Promise.all(gates.map((gate) => gate.start()));
  // All providers' sign-out pages come back to one address; whose it was is known only now.
  const back = gates.find(({ outcome }) => outcome?.status === 'signed-out' && outcome.via === 'logout');
  if (back !== undefined && back !== gallery.current) gallery.choose(back);
  render();
}

start().catch((error: unknown) => {
  const why = error instanceof Error ? error.message : String(error);
  find('state', HTMLElement).dataset.condition = 'misconfigured';
  find('state-title', HTMLElement).textContent = 'The demo could not start';
  find('signed-out-text', HTMLElement).textContent = why;
  announce(`The demo could not start: ${why}`);
});
