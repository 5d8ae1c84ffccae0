/** A few alternatives in a row, as radio buttons in a group of their own. */
import { element } from './element.js';

export interface Pill {
  readonly value: string;
  readonly label: string;
}

/** The group; `chosen` is called with the value that somebody picks. */
export function pills(
  name: string,
  legend: string,
  options: readonly Pill[],
  checked: string | undefined,
  chosen: (value: string) => void,
): HTMLFieldSetElement {
  const choices = options.map(({ value, label }) => {
    const radio = element('input', { type: 'radio', name, value, id: `${name}-${value}` });
    radio.checked = value === checked;
    radio.addEventListener('change', () => chosen(value));
    return element('label', { class: 'pill', for: radio.id }, radio, label);
  });
  return element(
    'fieldset',
    { class: 'pills' },
    element('legend', {}, legend),
    element('div', { class: 'pill-row' }, ...choices),
  );
}
