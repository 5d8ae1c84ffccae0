import * as docgate from 'docgate';
import { test } from 'vitest';
import { onAServer } from './app/on_a_server.cjs';

test('on a server', () => onAServer(docgate));
