import { driveBuilt } from '../support/built.mjs';
import { pinned } from '../support/project.mjs';

export const name = 'parcel';
export const toolchain = pinned('parcel', 'parcel');
export const run = () => driveBuilt('parcel', ['parcel', ['build', 'app/index.html', '--no-cache']]);
