// Where things are.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Cargo's folder, ignored by git; everything generated that is not the package lives in it. */
export const target = join(root, 'target');

/** What is published. */
export const dist = join(root, 'pkg', 'dist');

/** A path inside the repository. */
export const at = (...parts) => join(root, ...parts);
