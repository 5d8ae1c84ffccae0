/** How often a test repeats itself: the full figure with `DOCGATE_ROUNDS=long`, a smaller one in `npm test`. */
export const rounds = (usual, long) => (process.env.DOCGATE_ROUNDS === 'long' ? long : usual);
