// The search: all sections of the documentation in one file, which is read when somebody begins to search.

const SHOWN = 12;

/** Makes `form` search the sections below `root`. */
export function offerSearch(form, root) {
  const input = form.querySelector('input');
  const found = form.querySelector('.found');
  const count = form.querySelector('[role=status]');
  let sections;

  const load = () => {
    sections ??= fetch(`${root}search.json`).then((answer) => answer.json());
    return sections;
  };

  async function show() {
    const words = wordsOf(input.value);
    if (words.length === 0) return close();
    const hits = search(await load(), words);
    // Somebody typed on meanwhile.
    if (wordsOf(input.value).join(' ') !== words.join(' ')) return;
    found.replaceChildren(hits.length === 0 ? paragraph('Nothing found.') : list(hits.slice(0, SHOWN), words, root));
    found.hidden = false;
    count.textContent = hits.length === 1 ? '1 section found' : `${hits.length} sections found`;
  }

  function close() {
    found.hidden = true;
    found.replaceChildren();
    count.textContent = '';
  }

  input.addEventListener('focus', () => void load().catch(() => undefined));
  input.addEventListener('input', () => void show());
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    found.querySelector('a')?.click();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      close();
      input.focus();
      return;
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const links = [input, ...found.querySelectorAll('a')];
    const place = links.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1);
    event.preventDefault();
    links[Math.max(0, Math.min(place, links.length - 1))].focus();
  });
  form.addEventListener('focusout', (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  // A click on a link first takes the focus away from the input; the link must still be there.
  found.addEventListener('mousedown', (event) => event.preventDefault());
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null) return;
    event.preventDefault();
    input.focus();
  });
  form.hidden = false;
}

const wordsOf = (text) =>
  text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');

/** The sections that have every word, the best first: what says it in its heading, then whose page is called so. */
function search(sections, words) {
  return sections
    .map((section) => ({ section, weight: weigh(section, words) }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ section }) => section);
}

function weigh([, title, heading, text], words) {
  let weight = 0;
  for (const word of words) {
    const here =
      12 * has(heading, word) + 5 * has(title, word) + Math.min(4, text.toLowerCase().split(word).length - 1);
    if (here === 0) return 0;
    weight += here;
  }
  return weight;
}

/** 2: as a whole; 1: within. */
function has(text, word) {
  const lower = text.toLowerCase();
  if (lower === word) return 2;
  return lower.includes(word) ? 1 : 0;
}

function list(hits, words, root) {
  const all = document.createElement('ul');
  for (const [address, title, heading, text] of hits) {
    const link = document.createElement('a');
    link.href = `${root}${address}`;
    const name = document.createElement('strong');
    name.textContent = heading === '' || heading === title ? title : `${heading} · ${title}`;
    link.append(name, excerpt(text, words));
    const item = document.createElement('li');
    item.append(link);
    all.append(item);
  }
  return all;
}

/** A piece of `text` around the first of the words, with all of them marked. */
function excerpt(text, words) {
  const lower = text.toLowerCase();
  const places = words.map((word) => lower.indexOf(word)).filter((place) => place !== -1);
  const start = Math.max(0, Math.min(...places, lower.length) - 50);
  const piece = `${start > 0 ? '…' : ''}${text.slice(start, start + 150)}${start + 150 < text.length ? '…' : ''}`;
  const line = document.createElement('span');
  const parts = new RegExp(`(${words.map((word) => word.replaceAll(/[.*+?^$()|[\]{}\\]/g, '\\$&')).join('|')})`, 'gi');
  for (const [index, part] of piece.split(parts).entries()) {
    const node = index % 2 === 1 ? document.createElement('mark') : document.createTextNode('');
    node.textContent = part;
    line.append(node);
  }
  return line;
}

function paragraph(text) {
  const line = document.createElement('p');
  line.textContent = text;
  return line;
}
