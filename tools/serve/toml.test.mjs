import assert from 'node:assert/strict';
import { test } from 'node:test';
import { relayConfig } from './relay_config.mjs';
import { toml } from './toml.mjs';

test('own keys come before tables, and what has no value is left out', () => {
  const written = toml({ table: { 'a.b': 1, none: undefined }, list: [{ is: true }, 'x'], text: 'say "\u007f"\n' });
  const wanted = 'list = [{ is = true }, "x"]\ntext = "say \\"\\u007f\\"\\n"\n\n[table]\n"a.b" = 1\n';
  assert.equal(written, wanted);
});

test('what TOML has not is refused', () => {
  for (const value of [null, 1.5, () => {}]) assert.throws(() => toml({ value }));
});

test('a scenario is in front of every double, and a change replaces one key', () => {
  const config = relayConfig({
    sandboxPort: 9400,
    origins: ['http://localhost:1'],
    host: 'localhost:2',
    scenario: 'x',
    changes: { entries: { enadoc: { first_call: 'form', client_id: undefined } } },
  });
  const hosts = config.match(/http:\/\/[^"]*:9400[^"]*/g);
  const fits = (address) => address.includes('//x.') || address.startsWith('http://oidc-double.localhost:9400/t/x');
  assert.ok(hosts.length > 6 && hosts.every(fits), hosts.join(' '));
  assert.match(config, /\[entries\.enadoc\]\n(?:.+\n)*first_call = "form"\n/);
  assert.doesNotMatch(config, /demo-enadoc/);
});
