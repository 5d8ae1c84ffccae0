import { driveBuilt } from '../support/built.mjs';
import { pinned } from '../support/project.mjs';

export const name = 'angular';
export const toolchain = pinned('angular', '@angular/cli');
export const run = () => driveBuilt('angular', ['ng', ['build']]);
