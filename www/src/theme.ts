/** The switch between the system's colours, light and dark. `public/theme.js` brings the choice back before the first paint. */
import { find } from './element.js';

const KEY = 'demo.theme';

export function offerTheme(): void {
  const root = document.documentElement;
  const switches = find('theme', HTMLFieldSetElement);
  for (const radio of switches.querySelectorAll('input')) {
    radio.checked = radio.value === (root.dataset.theme ?? 'system');
    radio.addEventListener('change', () => choose(radio.value));
  }

  function choose(theme: string): void {
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
    try {
      if (theme === 'system') localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, theme);
    } catch {
      // Storage is blocked: the choice then lasts as long as the page.
    }
  }
}
