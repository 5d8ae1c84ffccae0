import { createAuth, loadCore } from 'docgate/slim';
import { config } from './app/config.js';
import { show } from './app/page.js';

loadCore(import.meta.resolve('docgate/wasm'));
show(createAuth(config()));
