// One line for each thing that takes time.

/** Prints `title`, does `work`, and says how long it took if that was worth mentioning. */
export async function say(title, work) {
  const start = performance.now();
  console.log(`· ${title}`);
  const result = await work();
  const seconds = (performance.now() - start) / 1000;
  if (seconds >= 5) console.log(`  ${Math.round(seconds)} s`);
  return result;
}
