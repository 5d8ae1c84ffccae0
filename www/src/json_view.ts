/** JSON with its parts told apart: names, texts, numbers, words. Each part is text in an element of its own. */
import { element } from './element.js';

const PARTS = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b/g;

export function jsonParts(text: string): (Node | string)[] {
  const made: (Node | string)[] = [];
  let end = 0;
  for (const found of text.matchAll(PARTS)) {
    const [whole, quoted, colon, number] = found;
    made.push(text.slice(end, found.index));
    const kind =
      quoted === undefined ? (number === undefined ? 'word' : 'number') : colon === undefined ? 'text' : 'name';
    made.push(element('span', { class: `json-${kind}` }, quoted ?? whole));
    if (colon !== undefined) made.push(colon);
    end = found.index + whole.length;
  }
  made.push(text.slice(end));
  return made;
}
