/** What Angular finds an app's `Auth` by. */
import { InjectionToken } from '@angular/core';
import type { Auth } from '../types.js';

/** The app's own instance: `inject(AUTH)`. */
export const AUTH = new InjectionToken<Auth>('docgate');
