/** The switches of the test doubles, as their control API has them: by section, then by name. */
export type Switches = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Whether everything in `wanted` is in `all` too. What an object has beside that does not matter. */
export function covers(all: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return all === wanted;
  if (typeof all !== 'object' || all === null) return false;
  const has = all as Readonly<Record<string, unknown>>;
  return Object.entries(wanted).every(([key, value]) => covers(has[key], value));
}
