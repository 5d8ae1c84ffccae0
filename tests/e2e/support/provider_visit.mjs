/**
 * A visit at the real OpenID Connect server: its sign-in walked from here, and a clock that the server and the pages
 * share. The server asks for consent each time that it is asked anew, and takes any name with any password.
 */
import assert from 'node:assert/strict';
import { ProviderControl } from './provider_control.mjs';
import { walk } from './provider_walk.mjs';
import { Visit } from './visit.mjs';

/** The life of an access token, in seconds. */
export const LIFE = 3600;

/** Moves the page's clock; the amount survives a load. Only `Date`: timers go on as they do. */
function movable(from) {
  const Real = Date;
  const kept = () => {
    try {
      return Number(sessionStorage.getItem('test:ahead') ?? from);
    } catch {
      return from;
    }
  };
  let ahead = kept();
  globalThis.Date = class extends Real {
    constructor(...given) {
      super(...(given.length === 0 ? [Real.now() + ahead] : given));
    }

    static now() {
      return Real.now() + ahead;
    }
  };
  window.setAhead = (milliseconds) => {
    ahead = milliseconds;
    sessionStorage.setItem('test:ahead', String(milliseconds));
  };
}

export class ProviderVisit extends Visit {
  /** How far the clocks of the server and of the pages have been moved, in milliseconds. */
  ahead = 0;

  /** `provider`: as started; `leave`: what is to be done after the context is closed. */
  constructor(stage, scenario, provider, leave = async () => {}) {
    super(stage, scenario);
    this.provider = provider;
    this.leave = leave;
    this.control = new ProviderControl(provider.port);
  }

  async open() {
    await this.control.forget();
    await super.open({ fresh: false });
  }

  async close() {
    await this.control.release();
    // The next scene's pages begin at the real time again.
    await this.control.advance(-this.ahead / 1000);
    await super.close();
    await this.leave();
  }

  get issuer() {
    return this.provider.issuer;
  }

  /** A page of the other site that runs nothing. */
  get elsewhere() {
    return `${this.stranger}/pages/elsewhere.html`;
  }

  get providerPort() {
    return this.provider.port;
  }

  async tab(plan) {
    const page = await this.context.newPage();
    await page.addInitScript(movable, this.ahead);
    await this.replan(page, plan);
    return page;
  }

  /** It is so much later at the server, and in those of the pages that can be told now. */
  async later(pages, seconds = LIFE) {
    this.ahead += seconds * 1000;
    await this.control.advance(seconds);
    await Promise.all(pages.map((page) => this.tell(page)));
  }

  /** Sets a page's clock, for one that could not be told when it was asleep. */
  tell(page) {
    return page.evaluate((ahead) => window.setAhead(ahead), this.ahead);
  }

  /** Plays the browser at the server, sign-in and consent pages included. */
  async authorize(url, user = 'ada') {
    this.secrets.note('nonce', new URL(url).searchParams.get('nonce'));
    const callback = await walk(this.providerPort, url, user);
    this.secrets.note('code', callback.searchParams.get('code'));
    return callback;
  }

  /**
   * A login by a click on the page's button, through the server's own pages; what `ready()` found on the way back.
   * `options`: of that login; without them as planned.
   */
  async clickIn(page, user = 'ada', options = undefined) {
    const answer = async () => {
      if (new URL(page.url()).origin !== this.issuer) return;
      await page.evaluate((name) => {
        const form = document.querySelector('form:has([name=prompt])');
        if (form === null) return;
        const fields = { login: name, password: 'any' };
        for (const [field, value] of Object.entries(fields)) {
          const input = form.querySelector(`[name=${field}]`);
          if (input !== null) input.value = value;
        }
        form.requestSubmit();
      }, user);
    };
    if (options !== undefined) await page.evaluate((given) => Object.assign(window.plan, { press: given }), options);
    this.taken(page, 'result');
    page.on('domcontentloaded', answer);
    try {
      await page.click('#press');
      return await this.outcome(page);
    } finally {
      page.off('domcontentloaded', answer);
    }
  }

  /** The server's own pages may want what its policy forbids; the app's may not. */
  async inspect() {
    this.violations = this.violations.filter((violation) => !violation.startsWith(this.issuer));
    await super.inspect();
  }

  /** So many tabs of one person who signed in in the first of them. */
  async tabs(count, changes = {}) {
    const config = this.oidc(changes);
    const first = await this.tab({ config });
    await this.arrive(first, '/1');
    await this.enter(first);
    const pages = [first];
    // One after the other: each waits only so long for what the others tell it.
    for (let number = 2; number <= count; number += 1) {
      const page = await this.tab({ config });
      const outcome = await this.arrive(page, `/${number}`);
      assert.equal(outcome.status, 'signed-in', `tab ${number}: ${JSON.stringify(outcome)}`);
      pages.push(page);
    }
    for (const page of pages) this.taken(page, 'event');
    await this.control.forget();
    return pages;
  }
}
