/** A switch that is on or off, with what it does below its name. */
import { element } from './element.js';

export interface Switch {
  readonly row: HTMLElement;
  set(on: boolean): void;
}

export function toggle(name: string, label: string, hint: string, changed: (on: boolean) => void): Switch {
  const box = element('input', {
    type: 'checkbox',
    role: 'switch',
    id: `toggle-${name}`,
    'aria-describedby': `hint-${name}`,
  });
  box.addEventListener('change', () => changed(box.checked));
  const row = element(
    'li',
    { class: 'toggle' },
    element('label', { for: box.id }, label),
    box,
    element('p', { class: 'toggle-hint', id: `hint-${name}` }, hint),
  );
  return {
    row,
    set(on) {
      box.checked = on;
    },
  };
}
