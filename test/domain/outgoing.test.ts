import { outgoingObjection, SHIPPED_OUTGOING_RULES } from '../../domain/events/outgoing';
import { OutgoingRules } from '../../domain/events/outgoing-schema';

const rules = OutgoingRules.parse({ hosts: ['hooks.example.org', '*.Chat.example ', '10.2.0.7'] });

test.each([
  'https://hooks.example.org/in',
  'https://HOOKS.example.org:443/in',
  'https://eu.chat.example/in',
  'https://a.b.chat.example/in',
  'https://10.2.0.7/in',
])('%s may be called', (url) => {
  expect(outgoingObjection(url, rules)).toBeNull();
});

test.each([
  ['another host', 'https://example.org/in'],
  ['a host below one that is named alone', 'https://eu.hooks.example.org/in'],
  ['the name itself where those below it are named', 'https://chat.example/in'],
  ['a name that only ends alike', 'https://evilchat.example/in'],
  ['a name that only begins alike', 'https://hooks.example.org.evil.example/in'],
  ['a name with a dot at its end', 'https://hooks.example.org./in'],
  ['a name that looks alike', 'https://hооks.example.org/in'],
  ['another port', 'https://hooks.example.org:8443/in'],
  ['the port of plain HTTP', 'http://hooks.example.org/in'],
  ['another address', 'https://10.2.0.70/in'],
  ['an IPv6 address', 'https://[::ffff:10.2.0.7]/in'],
])('%s may not be called', (_what, url) => {
  expect(outgoingObjection(url, rules)).toBe('leads to a host or a port that the setting outgoing-rules does not name');
});

test('other ports may be called once they are named', () => {
  const wider = OutgoingRules.parse({ hosts: ['hooks.example.org'], ports: [443, 8443] });
  expect(outgoingObjection('https://hooks.example.org:8443/in', wider)).toBeNull();
});

test('as it ships every host and port may be called, and an empty list allows none', () => {
  expect(outgoingObjection('https://hooks.example.org:8443/in', SHIPPED_OUTGOING_RULES)).toBeNull();
  expect(outgoingObjection('https://hooks.example.org/in', { hosts: [], ports: [443] })).not.toBeNull();
});

test.each([
  '*',
  '*.',
  'a*.example.org',
  'https://example.org',
  'example.org/in',
  'example.org:443',
  '-a.example',
  '',
  'a b',
])('"%s" names no host', (host) => {
  expect(OutgoingRules.safeParse({ hosts: [host] }).success).toBe(false);
});

test.each([0, 65_536, 4.5])('%d is no port', (port) => {
  expect(OutgoingRules.safeParse({ hosts: [], ports: [port] }).success).toBe(false);
});
