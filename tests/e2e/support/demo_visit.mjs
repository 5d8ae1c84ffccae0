/** A person at the demo: presses what is on it, and goes through the pages of the Entra double. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

export class DemoVisit {
  #stage;
  #person;

  constructor(stage, person, page) {
    this.#stage = stage;
    this.#person = person;
    this.page = page;
  }

  /** Opens the card of `id`, whose name is `label`; with `variant` chosen, as in `lite/usgov`. */
  static async open(stage, { id, label, variant, options }) {
    const person = await stage.person(options);
    const visit = new DemoVisit(stage, person, await person.context.newPage());
    visit.label = label;
    await visit.page.goto(`${stage.origin}/#${[id, variant].filter(Boolean).join('/')}`);
    await visit.says(`Signed out of ${label}.`);
    return visit;
  }

  /** A second tab of the same browser at the same address. */
  async secondTab() {
    const second = new DemoVisit(this.#stage, this.#person, await this.#person.context.newPage());
    second.label = this.label;
    await second.page.goto(this.page.url());
    return second;
  }

  get secrets() {
    return this.#person.secrets;
  }

  get alert() {
    return this.page.getByRole('alert');
  }

  /** Whether the account of whoever came back is theirs. */
  get question() {
    return this.page.getByRole('dialog', { name: 'Is this your' });
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  async press(name) {
    await this.button(name).click();
  }

  /** Presses it again and again, as a patient person does, until `done` gives true. */
  async until(name, done) {
    for (let presses = 0; presses < 40; presses += 1) {
      if (await this.button(name).isVisible()) await this.press(name);
      await pause(500);
      if (await done()) return;
    }
    assert.fail(`${name} never helped`);
  }

  async choose(name) {
    await this.page.getByRole('radio', { name, exact: true }).check();
  }

  async says(text) {
    await this.page.getByRole('status').filter({ hasText: text }).waitFor();
  }

  /** On the double's pages: presses these one after the other, for example `user-ada`, `consent-allow`. */
  async atEntra(...pressed) {
    for (const id of pressed) await this.page.getByTestId(id).click();
    await this.page.waitForURL((url) => url.origin === this.#stage.origin);
  }

  async signIn(...pressed) {
    await this.press(`Sign in to ${this.label}`);
    await this.atEntra(...pressed);
    await this.says(`Signed in to ${this.label}`);
  }

  /** Presses a ready-made call; the answer's line has this in it. */
  async call(name, line) {
    await this.press(name);
    await this.page.locator('#answer-line').filter({ hasText: line }).waitFor();
    return await this.page.locator('#answer-body').textContent();
  }

  /** Asks for the token for `name`; what is said of it. */
  async token(name) {
    await this.press(`Get the token for ${name}`);
    const row = this.page.locator('#tokens-list li').filter({ hasText: name });
    await row.getByText('token for').and(this.page.locator('.good')).waitFor();
    return await row.locator('.good').textContent();
  }

  /** Has the double's API ask for more, by the demo's own switch. */
  async have(name) {
    await this.choose(name);
    await this.page.locator('#double-result').filter({ hasText: name }).waitFor();
  }

  /** What the page says of the sign-in: the word in the chip, and the heading or the name beside it. */
  async condition(page = this.page) {
    const heading = page.locator('#state h3:visible').first();
    return [await page.locator('#state-chip').innerText(), await heading.innerText()];
  }

  /** The panel of the double has told this. */
  async told(text) {
    await this.page.locator('#double-result').filter({ hasText: text }).waitFor();
  }

  /** Switches something of the double, or the relay, on or off. */
  async turn(name, on) {
    await this.page.getByRole('switch', { name, exact: true }).setChecked(on);
    await this.told(/set|relay/);
  }

  async who() {
    return await this.page.locator('#session-person .person-name').textContent();
  }

  /** The names in the list of accounts, the one in use first, marked. */
  async accounts() {
    const rows = await this.page.locator('#accounts-list li').all();
    return await Promise.all(
      rows.map(async (row) => {
        const used = (await row.getAttribute('aria-current')) === 'true';
        return `${await row.locator('.person-name').textContent()}${used ? ' (in use)' : ''}`;
      }),
    );
  }

  /** The same as `finish` where nobody has signed in, so that there is no token to look for. */
  async leave(expected = []) {
    await this.#person.finish(expected);
  }

  /** The address holds nothing of a callback, no secret lies about, and the console has but the `expected`. */
  async finish(expected = []) {
    assert.equal(new URL(this.page.url()).search, '', 'the address is clean');
    await this.#person.finish(expected);
    const known = this.secrets.all.map(({ kind }) => kind);
    assert.ok(
      known.includes('access token') || known.includes('stored access_token'),
      'the scan knew what to look for',
    );
  }
}
