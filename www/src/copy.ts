/** A button that copies a text; where the browser refuses that, the text is shown, selected, to be copied by hand. */
import { element } from './element.js';
import { icon } from './icon.js';

/** How long a button says that it has copied. */
const SAID = 2500;

/** Has `button` copy what `text` gives. `announce` tells those who do not see the button change. */
export function copies(button: HTMLButtonElement, text: () => string, announce: (said: string) => void): void {
  const words = button.textContent ?? '';
  const label = element('span', {}, words);
  button.replaceChildren(icon('copy'), label);
  let timer: ReturnType<typeof setTimeout> | undefined;
  button.addEventListener('click', () => {
    const copied = text();
    const say = (said: string) => {
      label.textContent = said;
      announce(`${said}.`);
      clearTimeout(timer);
      timer = setTimeout(() => {
        label.textContent = words;
      }, SAID);
    };
    // An insecure page has no clipboard at all.
    const written = navigator.clipboard?.writeText(copied) ?? Promise.reject(new Error('no clipboard'));
    written.then(
      () => say('Copied'),
      () => {
        byHand(button, copied);
        say('Copy it by hand');
      },
    );
  });
}

function byHand(button: HTMLButtonElement, text: string): void {
  const panel = button.closest('section') ?? button.parentElement;
  panel?.querySelector('.by-hand')?.remove();
  const field = element('textarea', { class: 'by-hand', rows: '6', 'aria-label': 'Text to be copied by hand' });
  field.readOnly = true;
  field.value = text;
  panel?.append(field);
  field.focus();
  field.select();
}
