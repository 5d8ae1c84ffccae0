/**
 * One person's visit to the app in the engine under test. All tabs follow one plan (tests/e2e/pages/app.js), which the
 * page server hands out with each document; what the pages told is read from them.
 */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { By, error as failures } from 'selenium-webdriver';
import { ProviderControl } from '../../e2e/support/provider_control.mjs';
import { SandboxControl } from '../../e2e/support/sandbox_control.mjs';
import { openSession } from './session.mjs';

/** A page has to tell what is waited for within this time. */
const PATIENCE = 45_000;

/** What a driver says while a page goes and the next one comes; a browser that is gone is no such thing. */
const passing = (error) => error instanceof failures.WebDriverError && !(error instanceof failures.NoSuchSessionError);

export class Visit {
  #stage;
  #scenario;
  #begun;

  constructor(stage, scenario) {
    this.#stage = stage;
    this.#scenario = scenario;
    this.sandbox = new SandboxControl(stage.sandboxPort, scenario);
    this.provider = new ProviderControl(stage.provider.port);
    this.#begun = stage.pages.requests.length;
  }

  async open() {
    await this.sandbox.switches({ docspace: { auto_login: 'ada', auto_consent: true }, oidc: { auto_login: 'ada' } });
    await this.provider.forget();
    this.driver = await openSession();
  }

  async close() {
    await this.driver?.quit();
  }

  // Addresses and configs

  get app() {
    return this.#stage.pages.origin('app');
  }

  get portal() {
    return `http://${this.#scenario}.docspace.localhost:${this.#stage.sandboxPort}`;
  }

  /** The independent server. */
  get issuer() {
    return this.#stage.provider.issuer;
  }

  docspace(changes = {}) {
    return {
      provider: { id: 'docspace', portal: this.portal },
      clientId: 'demo-docspace',
      redirectUri: '/callback/docspace',
      scopes: ['accounts.self:read', 'files:read'],
      ...changes,
    };
  }

  /** At the sandbox's OpenID Connect double. */
  oidc(changes = {}) {
    return {
      provider: { id: 'oidc', issuer: `http://oidc-double.localhost:${this.#stage.sandboxPort}/t/${this.#scenario}` },
      clientId: 'demo-oidc',
      redirectUri: '/callback/oidc',
      scopes: ['openid', 'email'],
      ...changes,
    };
  }

  // Pages

  /** What every document of the app does from now on; `first` is run in it before anything else. */
  plan(plan, first = '') {
    this.#stage.pages.answers.set('/engines/plan.js', { body: `${first}\nwindow.plan = ${JSON.stringify(plan)};` });
  }

  /** Does `work` while the app's documents come with these headers. */
  async under(headers, work) {
    const usual = this.#stage.pages.headers;
    Object.assign(usual, headers);
    try {
      await work();
    } finally {
      for (const name of Object.keys(headers)) delete usual[name];
    }
  }

  /** Opens an address of the app and gives what its first call, `ready()`, found. */
  async arrive(path = '/') {
    return await this.outcomeAfter(() => this.driver.get(new URL(path, this.app).href));
  }

  async reload() {
    return await this.outcomeAfter(() => this.driver.navigate().refresh());
  }

  /** A real click on the page's button, whose login leads through the provider; what was found on the way back. */
  async signIn() {
    return await this.outcomeAfter(() => this.press());
  }

  async press() {
    await this.driver.findElement(By.id('press')).click();
  }

  /** Does `leave`; gives what `ready()` found in the next document of the app. */
  async outcomeAfter(leave) {
    const before = await this.#read(() => window.documentId ?? null).catch(() => null);
    await leave();
    return await this.outcome(before);
  }

  /** What `ready()` found in the document that is there, or comes; not in that one with the id `before`. */
  async outcome(before = null) {
    const { value, error } = await this.#until('a result', async () => {
      const seen = await this.#read(() => JSON.stringify({ id: window.documentId, told: window.told }));
      // Of a page that is just going Firefox tells nothing at all.
      const { id, told } = JSON.parse(seen) ?? {};
      if (id === undefined || id === before) return undefined;
      return told.find(({ kind }) => kind === 'result')?.value;
    });
    assert.equal(error, undefined, `${error?.code} ${error?.message}`);
    return value;
  }

  /** What `ready()` found in the document at this address, which may be one that the browser has kept. */
  async outcomeAt(path) {
    await this.#until(path, async () => ((await this.url()) === `${this.app}${path}` ? true : undefined));
    return await this.outcome();
  }

  /** What the page's button led to where the page stayed: `{ value }` or `{ error }`. */
  async pressed() {
    return await this.#until('the end of the login', async () => {
      return (await this.told()).find(({ kind }) => kind === 'pressed')?.value;
    });
  }

  /** Waits until the page has told an event of this type. */
  async event(type) {
    return await this.#until(`the event ${type}`, async () => {
      const told = await this.told();
      return told.find(({ kind, value }) => kind === 'event' && value.type === type)?.value;
    });
  }

  async told() {
    return JSON.parse(await this.#read(() => JSON.stringify(window.told ?? []))) ?? [];
  }

  /** An act of the page (tests/engines/pages/acts.js); gives its value. */
  async perform(name, ...values) {
    const text = await this.driver.executeAsyncScript(
      (act, given, done) =>
        window.perform(act, given).then(done, (cause) => done(JSON.stringify({ failed: String(cause) }))),
      name,
      JSON.stringify(values),
    );
    const { value, failed } = JSON.parse(text);
    assert.equal(failed, undefined, `${name}: ${failed}`);
    return value;
  }

  async call(name, ...values) {
    return await this.perform('call', name, ...values);
  }

  async url() {
    return await this.driver.getCurrentUrl();
  }

  /** Presses a thing on a page of the provider's, once it is there. */
  async pressAt(selector) {
    await this.#until(selector, async () => {
      await this.driver.findElement(By.css(selector)).click();
      return true;
    });
  }

  /** Waits until the provider's page shows this. */
  async see(selector) {
    return await this.#until(selector, () => this.driver.findElement(By.css(selector)));
  }

  /** Fills in a field of the provider's page, once it is there. */
  async fill(selector, text) {
    await (await this.see(selector)).sendKeys(text);
  }

  // Tabs

  /** A second tab at an address of the app: its handle, and what `ready()` found there. */
  async secondTab(path) {
    await this.driver.switchTo().newWindow('tab');
    return { tab: await this.tab(), outcome: await this.arrive(path) };
  }

  async tab() {
    return await this.driver.getWindowHandle();
  }

  async turnTo(tab) {
    await this.driver.switchTo().window(tab);
  }

  async windows() {
    return await this.driver.getAllWindowHandles();
  }

  /** Waits until there are so many windows; gives their handles. */
  async windowsAre(count) {
    return await this.#until(`${count} windows`, async () => {
      const windows = await this.windows();
      return windows.length === count ? windows : undefined;
    });
  }

  /** What the policy of the app's pages had to stop since this visit began. */
  get violations() {
    const told = this.#stage.pages.requests
      .slice(this.#begun)
      .filter(({ url }) => url.startsWith('/engines/violation?'));
    return told.map(({ url }) => decodeURIComponent(url.slice(url.indexOf('?') + 1)));
  }

  /** Whether a page of this visit has asked for this file. */
  loaded(path) {
    return this.#stage.pages.requests.slice(this.#begun).some(({ url }) => url === path);
  }

  /** Waits until the policy had to stop something like this. */
  async stopped(fits) {
    await this.#until('violation', async () => this.violations.find(fits));
  }

  /** What was stopped up to now was meant to be. */
  forgive() {
    this.#begun = this.#stage.pages.requests.length;
  }

  async #read(script) {
    return await this.driver.executeScript(script);
  }

  /** Asks again and again until `look` gives something. */
  async #until(what, look) {
    let last = null;
    for (const end = Date.now() + PATIENCE; Date.now() < end; await pause(50)) {
      try {
        const found = await look();
        if (found !== undefined) return found;
      } catch (error) {
        if (!passing(error)) throw error;
        last = error;
      }
    }
    const where = await this.url().catch(() => 'no page');
    return assert.fail(`no ${what} within ${PATIENCE} ms at ${where}${last === null ? '' : ` (${last.message})`}`);
  }
}
