const docgate = require('docgate');
const { onAServer } = require('./app/on_a_server.cjs');

test('on a server', () => onAServer(docgate));
