// Writes TOML: as much of it as a configuration of ours needs.

/** `value`, a plain object, as a file. Keys without a value are left out. */
export function toml(value) {
  return lines(value, []).join('\n');
}

// A table's own keys come before the tables in it, or they would be those tables'.
function lines(table, path) {
  const entries = Object.entries(table).filter(([, value]) => value !== undefined);
  const own = entries.filter(([, value]) => !isTable(value)).map(([key, value]) => `${name(key)} = ${inline(value)}`);
  const header = path.length > 0 ? [`[${path.map(name).join('.')}]`] : [];
  const inner = entries.filter(([, value]) => isTable(value)).map(([key, value]) => lines(value, [...path, key]));
  return [...header, ...own, '', ...inner.flat()];
}

function inline(value) {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (isTable(value)) {
    const inner = Object.entries(value).filter(([, each]) => each !== undefined);
    return `{ ${inner.map(([key, each]) => `${name(key)} = ${inline(each)}`).join(', ')} }`;
  }
  if (typeof value === 'string') return text(value);
  if (typeof value === 'boolean' || Number.isSafeInteger(value)) return String(value);
  throw new Error(`nothing that TOML has: ${value}`);
}

const name = (key) => (/^[A-Za-z0-9_-]+$/.test(key) ? key : text(key));

// TOML takes every escape that JSON writes, but not the bare DEL that JSON leaves.
const text = (value) => JSON.stringify(value).replaceAll('\u007f', '\\u007f');

const isTable = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
