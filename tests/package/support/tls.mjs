/**
 * The sandbox over https, for pages that are not on loopback themselves and may name no plain address. The certificate is
 * made here and nobody trusts it: the browser is told to take it.
 */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { request } from 'node:http';
import { createServer } from 'node:https';

/** Listens on a free port of loopback and hands everything to `port`. Gives `{ port, close() }`. */
export async function overTls(port) {
  const server = createServer(certificate(), (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      const { location } = answer.headers;
      const secure = location?.replace(`http://${headers.host}`, `https://${headers.host}`);
      outgoing.writeHead(answer.statusCode, { ...answer.headers, ...(location ? { location: secure } : {}) });
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: server.address().port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A self-signed one for `localhost` (X.509 version 3, in DER by hand), with its key. */
function certificate() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid('2a8648ce3d040302'));
  const name = sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from('localhost')))));
  const time = (days) => der(0x17, Buffer.from(utc(Date.now() + days * 86_400_000)));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(-1), time(1)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]));
  const text = sequence(body, algorithm, signature).toString('base64');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    cert: `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`,
  };
}

const oid = (hex) => der(0x06, Buffer.from(hex, 'hex'));
const sequence = (...parts) => der(0x30, Buffer.concat(parts));
const utc = (at) => `${new Date(at).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`;

function der(tag, content) {
  const { length } = content;
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
