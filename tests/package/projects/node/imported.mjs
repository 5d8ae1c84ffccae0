import * as docgate from 'docgate';
import { onAServer } from './app/on_a_server.cjs';

await onAServer(docgate);
console.log(import.meta.resolve('docgate'));
