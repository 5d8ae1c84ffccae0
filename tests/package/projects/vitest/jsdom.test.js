// @vitest-environment jsdom
import * as docgate from 'docgate';
import { expect, test } from 'vitest';
import { inADocument } from './app/in_a_document.cjs';

test('in a document', async () => {
  expect(typeof document).toBe('object');
  await inADocument(docgate);
});
