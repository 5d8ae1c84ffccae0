/** Shows an answer: the status, how long it took, the headers that the page may read, the body, and what to do. */
import type { Described } from './answer.js';
import { copies } from './copy.js';
import { element, fact, find } from './element.js';
import { icon } from './icon.js';
import { jsonParts } from './json_view.js';

export class AnswerView {
  readonly #section = find('answer', HTMLElement);
  readonly #title = find('answer-title', HTMLElement);
  readonly #line = find('answer-line', HTMLElement);
  readonly #meta = find('answer-meta', HTMLElement);
  readonly #advice = find('answer-advice', HTMLElement);
  readonly #headersBox = find('answer-headers-box', HTMLElement);
  readonly #headers = find('answer-headers', HTMLElement);
  readonly #body = find('answer-body', HTMLElement);
  readonly #copy = find('answer-copy', HTMLButtonElement);

  constructor(announce: (text: string) => void) {
    copies(this.#copy, () => this.#body.textContent ?? '', announce);
  }

  hide(): void {
    this.#section.hidden = true;
  }

  show(title: string, answer: Described & { readonly took: number }): void {
    const { line, good, took, length, headers, json, body, advice } = answer;
    this.#title.textContent = title;
    this.#section.dataset.good = String(good);
    this.#line.className = good ? 'badge badge-good' : 'badge badge-bad';
    this.#line.replaceChildren(icon(good ? 'good' : 'bad'), element('span', {}, line));
    this.#meta.textContent = `${Math.round(took)} ms · ${sized(length)}`;
    this.#advice.textContent = advice;
    this.#advice.hidden = advice === '';
    this.#headersBox.hidden = headers.length === 0;
    this.#headers.replaceChildren(...headers.flatMap(([name, value]) => [...fact(name, element('code', {}, value))]));
    this.#body.replaceChildren(...(json ? jsonParts(body) : [body]));
    this.#copy.hidden = length === 0;
    this.#section.hidden = false;
  }
}

const sized = (characters: number) =>
  characters < 1000 ? `${characters} characters` : `${(characters / 1000).toFixed(1)} thousand characters`;
