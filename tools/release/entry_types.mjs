// Which declarations a reader of the package gets for each entry: what `exports` of its package.json says.

const CONDITIONS = ['types', 'import', 'default'];

/** `[{ entry: 'docspace/api', types: 'dist/docspace_api.d.ts' }]` for every entry that has types, the default one as `index`. */
export function typedEntries(manifest) {
  return Object.entries(manifest.exports)
    .map(([path, value]) => ({ entry: path === '.' ? 'index' : path.slice('./'.length), types: typesOf(value) }))
    .filter(({ types }) => types !== null && /\.d\.[cm]?ts$/.test(types));
}

function typesOf(value) {
  if (value === null) return null;
  if (typeof value === 'string') return value.slice('./'.length);
  const condition = CONDITIONS.find((name) => value[name] !== undefined);
  return condition === undefined ? null : typesOf(value[condition]);
}

/** Every file that `exports` names, under whatever condition. */
export function exportedFiles(manifest) {
  const files = (value) =>
    typeof value === 'string' ? [value.slice('./'.length)] : Object.values(value ?? {}).flatMap(files);
  return [...new Set(Object.values(manifest.exports).flatMap(files))];
}
