/** What `doctor()` finds about the chosen set-up: the findings with what to do, every check, and a text for a bug report. */
import type { Check, DoctorReport, Finding } from 'docgate/doctor';
import { copies } from './copy.js';
import { element, fact, find } from './element.js';
import type { Gate } from './gate.js';
import { icon } from './icon.js';
import { prose } from './prose.js';

export class DoctorPanel {
  readonly #run = find('doctor-run', HTMLButtonElement);
  readonly #place = find('doctor-report', HTMLElement);
  readonly #announce: (text: string) => void;
  #gate: Gate | null = null;
  #setUp: Gate['setUp'] | null = null;

  constructor(announce: (text: string) => void) {
    this.#announce = announce;
    this.#run.addEventListener('click', () => void this.#check());
  }

  /** A report is of one set-up; another one has none yet. */
  show(gate: Gate): void {
    this.#gate = gate;
    if (this.#setUp === gate.setUp) return;
    this.#setUp = gate.setUp;
    this.#place.hidden = true;
    this.#place.replaceChildren();
  }

  async #check(): Promise<void> {
    const gate = this.#gate;
    if (gate === null || this.#run.getAttribute('aria-disabled') === 'true') return;
    const { setUp } = gate;
    this.#run.setAttribute('aria-disabled', 'true');
    this.#run.textContent = 'Checking…';
    try {
      const { doctor } = await import('docgate/doctor');
      const report = await doctor(() => gate.subject());
      if (setUp !== this.#setUp) return;
      this.#place.replaceChildren(...this.#report(report));
      this.#announce(summaryOf(report));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#place.replaceChildren(element('p', { class: 'bad' }, `The doctor could not be loaded: ${why}`));
      this.#announce('The doctor could not be loaded.');
    } finally {
      this.#run.removeAttribute('aria-disabled');
      this.#run.textContent = 'Check this set-up';
    }
    this.#place.hidden = false;
  }

  #report(report: DoctorReport): HTMLElement[] {
    const { ok, findings, checks, text } = report;
    const head = element(
      'p',
      { class: `verdict verdict-${ok ? 'good' : 'bad'}` },
      icon(ok ? 'good' : 'bad'),
      element('span', {}, summaryOf(report)),
    );
    const copy = element('button', { type: 'button', class: 'quiet' }, 'Copy report');
    copies(copy, () => text, this.#announce);
    const body = element('pre', { tabindex: '0', role: 'region', 'aria-label': 'The report as text' }, text);
    return [
      head,
      ...findings.map(findingOf),
      element('h3', {}, 'Checks'),
      element('ul', { class: 'checks' }, ...checks.map(checkOf)),
      element('details', {}, element('summary', {}, 'The report as text, for a bug report'), body),
      element('p', { class: 'actions' }, copy),
    ];
  }
}

function summaryOf({ findings, checks }: DoctorReport): string {
  const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
  const found = findings.length === 0 ? 'nothing to mend' : counted(findings.length, 'finding');
  return `${counted(checks.length, 'check')}, ${found}.`;
}

const SEVERITIES = { error: ['bad', 'Error'], warning: ['warn', 'Warning'] } as const;

function findingOf({ code, severity, message, advice, evidence }: Finding): HTMLElement {
  const [picture, word] = SEVERITIES[severity];
  const rows = Object.entries(evidence).flatMap(([name, value]) => [...fact(name, element('code', {}, value))]);
  return element(
    'article',
    { class: `finding finding-${severity}` },
    element(
      'h3',
      { class: 'finding-head' },
      icon(picture),
      element('span', {}, `${word}: `),
      element('code', {}, code),
    ),
    element('p', {}, ...prose(message)),
    element('p', { class: 'advice' }, ...prose(advice)),
    ...(rows.length === 0 ? [] : [element('dl', { class: 'facts headers' }, ...rows)]),
  );
}

const STATUSES = {
  passed: ['good', 'passed'],
  failed: ['bad', 'failed'],
  warned: ['warn', 'warned'],
  skipped: ['skip', 'skipped'],
} as const;

/** The checks as people call them. */
const CHECKS: Readonly<Record<Check['name'], string>> = {
  config: 'The config',
  webassembly: 'WebAssembly',
  'secure-context': 'Secure context',
  frame: 'Not in a foreign frame',
  storage: 'Storage',
  tabs: 'Other tabs',
  'opener-policy': 'Opener policy',
  'redirect-uri': 'Redirect URI',
  metadata: 'Metadata',
  keys: 'Signing keys',
  'identity-server': 'Identity server',
  'token-endpoint': 'Token endpoint',
  relay: 'Relay',
  apis: 'APIs',
  clock: 'Clock',
};

function checkOf({ name, status, detail }: Check): HTMLElement {
  const [picture, word] = STATUSES[status];
  return element(
    'li',
    { class: `check check-${status}` },
    icon(picture),
    element('span', { class: 'check-name' }, CHECKS[name] ?? name, element('span', { class: 'unseen' }, `, ${word}`)),
    element('span', { class: 'check-detail' }, detail ?? ''),
  );
}
