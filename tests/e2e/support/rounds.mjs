/** How often a test repeats itself: the full figure with `DOCGATE_LONG=1`, a smaller one in `npm test`. */
export const rounds = (usual, long) => (process.env.DOCGATE_LONG === '1' ? long : usual);
