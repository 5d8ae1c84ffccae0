const docgate = require('docgate');
const { onAServer } = require('./app/on_a_server.cjs');

onAServer(docgate).then(() => console.log(require.resolve('docgate')));
