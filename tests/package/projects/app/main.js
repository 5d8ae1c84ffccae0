import { createAuth } from 'docgate';
import { config } from './config.js';
import { show } from './page.js';

show(createAuth(config()));
