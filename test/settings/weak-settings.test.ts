import { loadConfig } from '../../config';
import { checkSettings } from '../../bin/parts/checks';
import { refuseWeakSettings, weakSettings } from '../../bin/parts/weak-settings';

const STRONG = {
  NODE_ENV: 'production',
  TENURE_SECRET: 'x4Yq0Pz9sLw2Vb7NcR1mKd8TgJh5Fe3A',
  TENURE_CODEC_KEYS: 'B6uWn2RkXo9MvZ1yQe7TsL4jHc0PfDgA',
  TENURE_ADMIN_TOKEN: 'J3nVx8QpLr5TzWk1BmYs0HdCf7GuEo9Aa2',
  PUBLIC_URL: 'https://tenure.acme.test',
  DATABASE_URL: 'postgres://tenure:Zk81-mQw@db.acme.test:5432/tenure?sslmode=verify-full',
  TEMPORAL_ADDRESS: 'temporal.acme.test:7233',
  SMTP_URL: 'smtps://tenure:Zk81-mQw@mail.acme.test',
};
type Settings = Partial<Record<keyof typeof STRONG | 'TENURE_METRICS_TOKEN', string>>;
const given = (settings: Settings) => loadConfig({ ...STRONG, ...settings }, '/nowhere/.env');
const TLS = { on: true };
const PLAIN = { on: false };

test('strong settings are taken', () => {
  expect(weakSettings(given({}), TLS)).toEqual([]);
  expect(refuseWeakSettings(given({}), TLS).production).toBe(true);
});

test.each<[Settings, string]>([
  [{ TENURE_SECRET: '' }, 'TENURE_SECRET is required when NODE_ENV=production.'],
  [{ TENURE_CODEC_KEYS: '' }, 'TENURE_CODEC_KEYS is required when NODE_ENV=production.'],
  [
    { TENURE_SECRET: 'k'.repeat(40) },
    'TENURE_SECRET must hold random keys: one of them follows a pattern or a sample.',
  ],
  [
    { TENURE_SECRET: `${STRONG.TENURE_SECRET},please-change-me-please-change-me` },
    'TENURE_SECRET must hold random keys: one of them follows a pattern or a sample.',
  ],
  [
    { TENURE_CODEC_KEYS: 'abcabcabcabcabcabcabcabcabcabcabcabc' },
    'TENURE_CODEC_KEYS must hold random keys: one of them follows a pattern or a sample.',
  ],
  [
    { TENURE_CODEC_KEYS: STRONG.TENURE_SECRET },
    'TENURE_CODEC_KEYS must hold keys of their own: one of them is a key of TENURE_SECRET.',
  ],
  [
    { TENURE_ADMIN_TOKEN: 'Kd8TgJh5Fe3Ax4Yq' },
    'TENURE_ADMIN_TOKEN must be random and have 32 characters or more when NODE_ENV=production.',
  ],
  [
    { TENURE_METRICS_TOKEN: 'abcabcabcabcabcabcabcabcabcabcabcabc' },
    'TENURE_METRICS_TOKEN must be random when NODE_ENV=production.',
  ],
  [
    { PUBLIC_URL: '' },
    'PUBLIC_URL must be an https address when NODE_ENV=production: links in mails carry the right to decide.',
  ],
  [
    { PUBLIC_URL: 'http://tenure.acme.test' },
    'PUBLIC_URL must be an https address when NODE_ENV=production: links in mails carry the right to decide.',
  ],
  ...['', '?sslmode=disable', '?sslmode=prefer', '?sslmode=require', '?sslmode=no-verify'].map(
    (query): [Settings, string] => [
      { DATABASE_URL: `postgres://tenure:Zk81-mQw@db.acme.test:5432/tenure${query}` },
      'DATABASE_URL must say sslmode=verify-full, because its server is not on this machine.',
    ],
  ),
  [
    { DATABASE_URL: 'postgres://tenure:password@localhost/tenure' },
    'DATABASE_URL holds a password that stands in every list of passwords.',
  ],
  ...[
    'smtp://mail.acme.test:587',
    'smtp://10.0.0.9:25?requireTLS=false',
    'smtps://mail.acme.test?tls.rejectUnauthorized=false',
  ].map((url): [Settings, string] => [
    { SMTP_URL: url },
    'SMTP_URL must begin with smtps:// or say requireTLS=true, because its server is not on this machine.',
  ]),
])('%j is refused in one sentence that names the setting', (settings, sentence) => {
  const config = given(settings);

  expect(weakSettings(config, TLS)).toEqual([{ setting: sentence.split(' ')[0], sentence }]);
  expect(() => refuseWeakSettings(config, TLS)).toThrow(sentence);
  expect(checkSettings(config, TLS)).toMatchObject([{ state: 'ill', text: `Refused in production: ${sentence}` }]);
});

test('a Temporal elsewhere needs TLS', () => {
  const sentence =
    'TEMPORAL_ADDRESS needs TLS, because its server is not on this machine: set TEMPORAL_TLS, TEMPORAL_TLS_CLIENT_CERT_PATH or TEMPORAL_API_KEY.';

  expect(weakSettings(given({}), PLAIN)).toEqual([{ setting: 'TEMPORAL_ADDRESS', sentence }]);
});

test.each(['localhost', '127.0.0.1', '127.8.9.1', '[::1]'])('plain connections to %s are taken', (host) => {
  const near = {
    DATABASE_URL: `postgres://tenure:Zk81-mQw@${host}:5432/tenure`,
    TEMPORAL_ADDRESS: host.startsWith('[') ? 'localhost:7233' : `${host}:7233`,
    SMTP_URL: `smtp://${host}:2525`,
  };

  expect(weakSettings(given(near), PLAIN)).toEqual([]);
});

test.each(['127.0.0.1.acme.test', '128.0.0.1', 'localhost.acme.test', '0.0.0.0'])('%s is not this machine', (host) => {
  expect(weakSettings(given({ SMTP_URL: `smtp://${host}` }), TLS).map(({ setting }) => setting)).toEqual(['SMTP_URL']);
});

test('a database may be a socket of this machine', () => {
  const url = 'postgres://tenure@localhost/tenure?host=%2Fvar%2Frun%2Fpostgresql';

  expect(weakSettings(given({ DATABASE_URL: url }), TLS)).toEqual([]);
});

test('outside production nothing is refused, and the doctor says what would be', () => {
  const config = loadConfig({}, '/nowhere/.env');

  expect(refuseWeakSettings(config, PLAIN)).toBe(config);
  expect(checkSettings(config, PLAIN).map(({ state, text }) => [state, text.split(': ')[1]?.split(' ')[0]])).toEqual([
    ['note', 'TENURE_SECRET'],
    ['note', 'TENURE_CODEC_KEYS'],
    ['note', 'PUBLIC_URL'],
  ]);
});

test('no sentence repeats a secret', () => {
  const secret = 'hunter2hunter2hunter2hunter2hunter2';
  const config = given({ TENURE_SECRET: secret, TENURE_CODEC_KEYS: secret, TENURE_ADMIN_TOKEN: secret });

  expect(weakSettings(config, TLS)).toHaveLength(4);
  expect(JSON.stringify(weakSettings(config, TLS))).not.toContain('hunter2');
});
