/** A sentence for people, in which `words like this` are code. Text goes in as text only. */
import { element } from './element.js';

export function prose(text: string): (Node | string)[] {
  return text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? element('code', {}, part) : part))
    .filter((part) => part !== '');
}
