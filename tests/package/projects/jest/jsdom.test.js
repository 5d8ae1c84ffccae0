/** @jest-environment jsdom */
const docgate = require('docgate');
const { inADocument } = require('./app/in_a_document.cjs');

test('in a document', async () => {
  expect(typeof document).toBe('object');
  await inADocument(docgate);
});
