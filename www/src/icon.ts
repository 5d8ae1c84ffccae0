/** The page's pictures: each is a symbol in `index.html`, and says nothing that the words beside it do not. */
const SVG = 'http://www.w3.org/2000/svg';

export type IconName = 'good' | 'out' | 'busy' | 'expired' | 'bad' | 'warn' | 'info' | 'wrench' | 'copy' | 'skip';

export function icon(name: IconName | (string & {}), kind = 'icon'): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', kind);
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('focusable', 'false');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}
