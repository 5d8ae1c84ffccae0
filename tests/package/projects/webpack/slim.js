import { createAuth, loadCore } from 'docgate/slim';
import { config } from './app/config.js';
import { show } from './app/page.js';

loadCore(new URL('docgate/wasm', import.meta.url));
show(createAuth(config()));
