import fc from 'fast-check';
import { addressObjection, isPublicAddress, type Reach, urlObjection } from '../../domain/events/address';
import { factsOf, namesOf, webhookPayload } from '../../domain/events/event';
import { WebhookPayload } from '../../domain/events/event-schema';
import { nextTry, RETRY_WAITS, retryAfterOf } from '../../domain/events/retry';

const STRICT: Reach = { allow: [], tlsOnly: true };
const ID = '019307a4-0000-7000-8000-000000000001';

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  'fe80::1',
  'fc00::1',
  'fd12:3456::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:a9fe:a9fe',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'not an address',
])('%s is not public', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['93.184.216.34', '1.1.1.1', '2606:4700:4700::1111', '::ffff:1.1.1.1'])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  ['https://hooks.example.org/in', null],
  ['https://1.1.1.1/', null],
  ['http://hooks.example.org/in', 'must start with https://'],
  ['ftp://hooks.example.org/in', 'must start with https://'],
  ['file:///etc/passwd', 'must start with https://'],
  ['nonsense', 'is not a URL'],
  ['https://me:pass@hooks.example.org/', 'must not hold a user name or password'],
  ['https://127.0.0.1/', 'points to an address that is not public'],
  ['https://2130706433/', 'points to an address that is not public'],
  ['https://0x7f.1/', 'points to an address that is not public'],
  ['https://0177.0.0.1/', 'points to an address that is not public'],
  ['https://[::1]/', 'points to an address that is not public'],
  ['https://[::ffff:169.254.169.254]/', 'points to an address that is not public'],
])('%s: %s', (url, objection) => {
  expect(urlObjection(url, STRICT)).toBe(objection);
});

test('what the configuration names may be private and need not speak TLS; its neighbours may not', () => {
  const reach: Reach = { allow: ['10.2.0.0/16', 'inner.example.org', 'other.example.org:8443', '::1'], tlsOnly: true };
  const asked = (url: string, address: string) =>
    urlObjection(url, reach) ?? addressObjection(new URL(url), address, reach);

  expect(asked('http://inner.example.org/', '192.168.0.9')).toBeNull();
  expect(asked('https://other.example.org:8443/', '192.168.0.9')).toBeNull();
  expect(asked('https://other.example.org/', '192.168.0.9')).toMatch(/not public/);
  expect(asked('https://else.example.org/', '10.2.3.4')).toBeNull();
  expect(asked('https://else.example.org/', '::ffff:10.2.3.4')).toBeNull();
  expect(asked('https://else.example.org/', '10.3.0.1')).toMatch(/not public/);
  expect(asked('https://else.example.org/', '::1')).toBeNull();
  expect(asked('http://else.example.org/', '1.1.1.1')).toMatch(/https/);
});

test('tries are spread over about three days, and a receiver may ask for more time but not for ever', () => {
  const total = RETRY_WAITS.reduce((sum, wait) => sum + wait, 0);
  expect(total / 3_600_000).toBeGreaterThan(66);
  expect(total / 3_600_000).toBeLessThan(78);
  expect(nextTry(1, { now: 0, retryAfterMs: null })).toBe(5_000);
  expect(nextTry(1, { now: 0, retryAfterMs: 60_000 })).toBe(60_000);
  expect(nextTry(1, { now: 0, retryAfterMs: 1e12 })).toBe(86_400_000);
  expect(nextTry(RETRY_WAITS.length, { now: 0, retryAfterMs: null })).toBe(86_400_000);
  expect(nextTry(RETRY_WAITS.length + 1, { now: 0, retryAfterMs: 5 })).toBeNull();
});

test.each([
  [undefined, null],
  ['120', 120_000],
  ['Thu, 01 Jan 1970 00:01:00 GMT', 60_000],
  ['soon', null],
])('Retry-After %s means %s', (header, wait) => {
  expect(retryAfterOf(header, 0)).toBe(wait);
});

test('an event is asked for by its type, its area or everything', () => {
  expect(namesOf('incident.recorded')).toEqual(['*', 'incident.*', 'incident.recorded']);
  expect(namesOf('decided')).toEqual(['*', 'decided']);
});

test('ids and known words go out, names, titles, addresses and comments do not', () => {
  expect(
    factsOf({
      requestId: ID,
      state: 'IN_SERVICE',
      version: 3,
      title: 'Hotline',
      comment: 'ok',
      name: 'Wang',
      email: 'wang@example.com',
      kind: 'a sentence about somebody',
      list: [ID],
      severity: 'red',
    }),
  ).toEqual({ requestId: ID, state: 'IN_SERVICE', version: 3, severity: 'red' });
});

test('whatever an entry holds, its payload has the published form and tells no free text', () => {
  const free = fc.string({ minLength: 1 }).map((text) => `secret ${text}`);
  const value = fc.oneof(free, fc.integer(), fc.boolean(), fc.constant(null), fc.array(free), fc.uuid());
  const payloads = fc.dictionary(fc.oneof(fc.constantFrom('state', 'kind', 'title', 'comment'), fc.string()), value);
  fc.assert(
    fc.property(payloads, (payload) => {
      const sent = webhookPayload({
        stream: `engagement:${ID}`,
        seq: 7,
        at: '2026-11-26T00:00:00.000Z',
        type: 'engagement.closed',
        actorId: null,
        onBehalfOfId: null,
        channel: 'api',
        payload,
      });
      expect(WebhookPayload.parse(sent)).toEqual(sent);
      expect(sent.data).toMatchObject({ id: `engagement:${ID}:7`, engagementId: ID });
      expect(JSON.stringify(sent)).not.toContain('secret ');
    }),
  );
});
