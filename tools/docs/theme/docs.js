// What the pages of the documentation do beyond being read. Everything is there without it but the search.

import { offerSearch } from './search.js';

const find = (id) => document.getElementById(id);

function offerPages() {
  const button = find('menu');
  const pages = find('pages');
  button.addEventListener('click', () => {
    const open = pages.classList.toggle('open');
    button.setAttribute('aria-expanded', String(open));
    if (open) pages.querySelector('[aria-current]')?.scrollIntoView({ block: 'center' });
  });
}

// As www/src/theme.ts, with which it shares the choice.
function offerTheme() {
  const root = document.documentElement;
  const switches = find('theme');
  switches.hidden = false;
  for (const radio of switches.querySelectorAll('input')) {
    radio.checked = radio.value === (root.dataset.theme ?? 'system');
    radio.addEventListener('change', () => {
      if (radio.value === 'system') delete root.dataset.theme;
      else root.dataset.theme = radio.value;
      try {
        if (radio.value === 'system') localStorage.removeItem('demo.theme');
        else localStorage.setItem('demo.theme', radio.value);
      } catch {
        // Storage is blocked: the choice then lasts as long as the page.
      }
    });
  }
}

// What can be scrolled sideways has to be reached by keyboard; what cannot, need not.
function reachScrollables() {
  const boxes = document.querySelectorAll('article pre, .table');
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth;
      if (scrolls) target.tabIndex = 0;
      else target.removeAttribute('tabindex');
      target.classList.toggle('scrolls', scrolls);
    }
  });
  for (const box of boxes) watcher.observe(box);
}

function offerCopies() {
  if (navigator.clipboard === undefined) return;
  for (const block of document.querySelectorAll('article pre')) {
    const frame = document.createElement('div');
    frame.className = 'code';
    block.replaceWith(frame);
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(block.textContent);
      button.textContent = 'Copied';
      setTimeout(() => {
        button.textContent = 'Copy';
      }, 2000);
    });
    frame.append(block, button);
  }
}

// Beside the page there is room for its contents; above it they are closed.
function openContents() {
  const details = document.querySelector('.contents details');
  if (details === null) return;
  const wide = matchMedia('(min-width: 80rem)');
  const follow = () => {
    details.open = wide.matches;
  };
  wide.addEventListener('change', follow);
  follow();
}

offerPages();
offerTheme();
offerCopies();
reachScrollables();
openContents();
offerSearch(find('search'), document.body.dataset.root);
