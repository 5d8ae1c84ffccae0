// Crates that are linked in two versions: bytes that people download twice, and two places to mend.

/** One sentence for each of `crates` (of crates.mjs) of which there are several; `known`: names that may be. */
export function duplicates(crates, known = []) {
  const versions = new Map();
  for (const { name, version } of crates) versions.set(name, [...(versions.get(name) ?? []), version]);
  return [...versions]
    .filter(([name, all]) => all.length > 1 && !known.includes(name))
    .map(([name, all]) => `${name} is linked as ${all.join(' and ')}`);
}
