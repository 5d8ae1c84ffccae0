import { createAuth, loadCore } from 'docgate/slim';
import wasm from 'docgate/wasm?url';
import { config } from '../app/config.js';
import { show } from '../app/page.js';

loadCore(wasm);
show(createAuth(config()));
