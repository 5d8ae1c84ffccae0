/**
 * One test's visit to the app: a fresh browser context, a scenario of its own at the sandbox, and everything that the
 * pages told. The test app (pages/app.js) sends what it sees through `window.tell`; nothing is polled, because every
 * evaluation by the test driver counts as a user's gesture for the page.
 */
import assert from 'node:assert/strict';
import { CookieJars } from './cookie_jars.mjs';
import { LeakScanner } from './leak_scanner.mjs';
import { SandboxControl } from './sandbox_control.mjs';
import { SecretsSeen } from './secrets_seen.mjs';

/** A page's message has to come within this time. */
const PATIENCE = 20_000;

export class Visit {
  #stage;
  #inboxes = new Map();
  #others = [];
  /** Whether the pages may have service workers. */
  serviceWorkers = 'block';
  /** Violations of the page's policy, and those that a test means to happen. */
  violations = [];
  refusals = [];
  meant = null;
  secrets = new SecretsSeen();
  scanner = new LeakScanner(this.secrets);

  constructor(stage, scenario) {
    this.#stage = stage;
    this.scenario = scenario;
    this.sandbox = new SandboxControl(stage.sandboxPort, scenario);
  }

  async open({ fresh = true } = {}) {
    if (fresh) {
      await this.sandbox.switches({ docspace: { auto_login: 'ada', auto_consent: true }, oidc: { auto_login: 'ada' } });
      this.pagePolicy(null);
    }
    this.context = await this.#stage.browser.newContext({ serviceWorkers: this.serviceWorkers });
    this.context.setDefaultTimeout(PATIENCE);
    this.secrets.watch(this.context);
    this.scanner.watch(this.context);
    await this.context.exposeBinding('tell', ({ page, frame }, text) => this.#told(page, frame, JSON.parse(text)));
    await this.context.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        window.tell(
          JSON.stringify({
            kind: 'violation',
            value: `${event.violatedDirective} ${event.blockedURI} ${event.sample}`,
          }),
        );
      });
    });
  }

  async close() {
    for (const other of this.#others) await other.close();
    await this.context?.close();
  }

  /** A visit of the same kind, not opened yet. */
  another(stage) {
    return new Visit(stage, this.scenario);
  }

  /** Another person's browser, at the same providers. */
  async anotherBrowser() {
    const other = this.another(this.#stage);
    this.#others.push(other);
    await other.open({ fresh: false });
    return other;
  }

  // Addresses and configs

  get app() {
    return this.#stage.pages.origin('app');
  }

  /** A page of another site. */
  get stranger() {
    return this.#stage.pages.origin('stranger');
  }

  get portal() {
    return `http://${this.scenario}.docspace.localhost:${this.#stage.sandboxPort}`;
  }

  /** Where people of the DocSpace cloud sign in, and their portals there. */
  get cloud() {
    const at = (name) => `http://${this.scenario}.docspace-${name}.localhost:${this.#stage.sandboxPort}`;
    return { login: at('cloud'), eu: at('eu'), us: at('us') };
  }

  get issuer() {
    return `http://oidc-double.localhost:${this.#stage.sandboxPort}/t/${this.scenario}`;
  }

  get evil() {
    return `http://${this.scenario}.evil.localhost:${this.#stage.sandboxPort}`;
  }

  get providerPort() {
    return this.#stage.sandboxPort;
  }

  /** The `Cross-Origin-Opener-Policy` of the app's pages from now on; `null`: none. */
  pagePolicy(policy) {
    const { headers } = this.#stage.pages;
    if (policy === null) delete headers['cross-origin-opener-policy'];
    else headers['cross-origin-opener-policy'] = policy;
  }

  get pageRequests() {
    return this.#stage.pages.requests;
  }

  docspace(changes = {}) {
    return {
      provider: { id: 'docspace', portal: this.portal },
      clientId: 'demo-docspace',
      redirectUri: '/callback/docspace',
      scopes: ['accounts.self:read', 'files:read'],
      timeout: 5000,
      ...changes,
    };
  }

  /** The same in the cloud, where `api` takes the place of all portals. */
  docspaceCloud({ api = this.cloud.eu, ...changes } = {}) {
    return this.docspace({ provider: { id: 'docspace' }, sandbox: { login: this.cloud.login, api }, ...changes });
  }

  oidc(changes = {}) {
    return {
      provider: { id: 'oidc', issuer: this.issuer },
      clientId: 'demo-oidc',
      redirectUri: '/callback/oidc',
      scopes: ['openid', 'email'],
      timeout: 5000,
      ...changes,
    };
  }

  /** Where an endpoint of a provider is, as the log spells it. */
  path(id, endpoint) {
    return id === 'docspace' ? `/oauth2/${endpoint}` : `/t/${this.scenario}/${endpoint}`;
  }

  // Pages

  /** A new tab that runs `plan` in every document of the app. */
  async tab(plan) {
    const page = await this.context.newPage();
    await this.replan(page, plan);
    return page;
  }

  /** The plan of every tab that has none of its own, such as one that a page opens. */
  async planAll(plan) {
    await this.context.addInitScript((next) => {
      // A window that a page opens begins as about:blank and keeps its global object on the way to the same origin.
      if (/^app\./.test(location.host) || location.href === 'about:blank') window.plan ??= next;
    }, plan);
  }

  /** From the next document on, the app follows this plan. */
  async replan(page, plan) {
    await page.addInitScript((next) => {
      if (/^(app|stranger)\./.test(location.host)) window.plan = next;
    }, plan);
  }

  /** Opens an address of the app and gives back what `ready()` found there. */
  async arrive(page, path = '/') {
    this.taken(page, 'result');
    await page.goto(new URL(path, this.app).href);
    return await this.outcome(page);
  }

  /** Opens an address of the app, and waits until its script has run; for plans that call nothing. */
  async load(page, path = '/') {
    this.taken(page, 'loaded');
    await page.goto(new URL(path, this.app).href);
    await this.next(page, 'loaded');
  }

  /** What the next document's first call, `ready()` unless planned otherwise, gave. */
  async outcome(page) {
    const { name, value, error } = await this.next(page, 'result');
    assert.equal(error, undefined, `${name}() rejected: ${error?.code} ${error?.message}`);
    return value;
  }

  /** In `page`, and at the sandbox, it is now this much later. */
  async later(page, milliseconds) {
    await page.clock.setSystemTime(Date.now() + milliseconds);
    await this.sandbox.advance(Math.round(milliseconds / 1000));
  }

  /** A real click on the page's button, whose login opens a window; gives that window. */
  async press(page) {
    const opened = this.context.waitForEvent('page');
    await page.click('#press');
    return await opened;
  }

  /** A login from a click, through the provider, and what `ready()` found on the way back. */
  async signIn(page, options = {}) {
    this.taken(page, 'result');
    await page.evaluate((given) => {
      setTimeout(() => void window.settled(() => window.auth.login(given)));
    }, options);
    return await this.outcome(page);
  }

  /** Calls `name(...values)` on the page's instance: `{ value }` or `{ error }`. Counts as a click. */
  async call(page, name, ...values) {
    return await page.evaluate(
      ([method, given]) => window.settled(() => window.auth[method](...given)),
      [name, values],
    );
  }

  /** Starts a login without leaving the page; gives back the authorization URL. */
  async loginUrl(page, options = {}) {
    const { value, error } = await this.call(page, 'loginUrl', options);
    assert.equal(error, undefined, `loginUrl() rejected: ${error?.code} ${error?.message}`);
    return new URL(value);
  }

  /**
   * Plays the browser at the provider: follows its redirects, cookies included, until one leads back to the app; gives
   * back that address, which no page has opened yet.
   */
  async authorize(url) {
    const jars = new CookieJars(this.#stage.sandboxPort);
    let next = new URL(url);
    this.secrets.note('nonce', next.searchParams.get('nonce'));
    for (let hop = 0; hop < 12; hop += 1) {
      const { status, headers, body } = await jars.visit(next);
      assert.ok(headers.location, `${next} answered ${status} without a redirect: ${body.slice(0, 200)}`);
      next = new URL(headers.location, next);
      if (next.port !== url.port) {
        this.secrets.note('code', next.searchParams.get('code'));
        return next;
      }
    }
    throw new Error(`the provider redirects in circles: ${next}`);
  }

  /** A callback address of a login that `page` has just started. */
  async callback(page, options = {}) {
    return await this.authorize(await this.loginUrl(page, options));
  }

  /**
   * Signed in as after {@link signIn}, faster: the way through the provider's pages is walked here and not by the
   * browser. For scenes that begin with a session.
   */
  async enter(page, options = {}) {
    const callback = await this.callback(page, { retry: true, ...options });
    const outcome = await this.arrive(page, callback.href);
    assert.equal(outcome.status, 'signed-in', JSON.stringify(outcome.error));
    return outcome;
  }

  // What the pages told

  #inbox(page) {
    let inbox = this.#inboxes.get(page);
    if (!inbox) {
      inbox = { messages: [], waiting: [] };
      this.#inboxes.set(page, inbox);
    }
    return inbox;
  }

  #told(page, frame, message) {
    if (message.kind === 'violation') {
      const list = this.meant?.test(message.value) ? this.refusals : this.violations;
      list.push(`${frame.url()}: ${message.value}`);
    }
    this.scanner.heard.push(saidAloud(message));
    const inbox = this.#inbox(page);
    const waiting = inbox.waiting.findIndex(({ kind }) => kind === message.kind);
    if (waiting === -1) inbox.messages.push(message);
    else inbox.waiting.splice(waiting, 1)[0].resolve(message.value);
  }

  /** The next message of this kind that nobody has taken yet. */
  next(page, kind, patience = PATIENCE) {
    const inbox = this.#inbox(page);
    const at = inbox.messages.findIndex((message) => message.kind === kind);
    if (at !== -1) return Promise.resolve(inbox.messages.splice(at, 1)[0].value);
    return new Promise((resolve, reject) => {
      const waiter = { kind };
      const timer = setTimeout(() => {
        inbox.waiting.splice(inbox.waiting.indexOf(waiter), 1);
        reject(
          new Error(
            `no "${kind}" within ${patience} ms at ${page.url()}; untaken: ${inbox.messages.map((m) => m.kind).join(', ')}`,
          ),
        );
      }, patience);
      waiter.resolve = (value) => {
        clearTimeout(timer);
        resolve(value);
      };
      inbox.waiting.push(waiter);
    });
  }

  /** All messages of this kind so far that nobody has taken; takes them. */
  taken(page, kind) {
    const inbox = this.#inbox(page);
    const fitting = inbox.messages.filter((message) => message.kind === kind);
    inbox.messages = inbox.messages.filter((message) => message.kind !== kind);
    return fitting.map(({ value }) => value);
  }

  /** The next event of this type that nobody has taken yet; gives it, and the types of those before it. */
  async event(page, type) {
    for (const before = []; ; ) {
      const event = await this.next(page, 'event');
      if (event.type === type) return { event, before };
      before.push(event.type);
    }
  }

  /** No secret where none may be, and nothing that the policy had to stop. */
  async inspect() {
    for (const other of this.#others) await other.inspect();
    await this.scanner.assertNone(this.context, (url) => /^(app|stranger)\.localhost$/.test(url.hostname));
    assert.deepEqual(this.violations, [], 'the page policy was violated');
  }
}

/** What of a page's message was meant for logs and people: entries of the log hook, errors, events. */
function saidAloud({ kind, value }) {
  if (kind === 'result') return JSON.stringify([value.error, value.value?.error]);
  const spoken = ['log', 'error', 'refused', 'event'].includes(kind);
  return spoken ? JSON.stringify(value) : '';
}
