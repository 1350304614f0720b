import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../config';
import type { SECRET_SETTINGS } from '../../secret-files';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'tenure-settings-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const KEY = 'a key of the codec that is long enough';
const load = (env: Readonly<Record<string, string>>) => loadConfig(env, join(folder, 'none'));
const fileWith = (text: string): string => {
  const path = join(folder, 'secret');
  writeFileSync(path, text);
  return path;
};

test.each([
  ['DATABASE_URL', 'postgres://u:p@localhost/t', ({ databaseUrl }) => databaseUrl],
  ['SMTP_URL', 'smtp://localhost:25', ({ smtpUrl }) => smtpUrl],
  ['TENURE_SECRET', KEY, ({ secrets }) => secrets?.[0]],
  ['TENURE_CODEC_KEYS', KEY, ({ codec }) => codec.keys?.[0]],
  ['TENURE_ADMIN_TOKEN', 'a token of the administrator', ({ adminToken }) => adminToken],
  // The secret of single sign-on, which stands with an issuer only: oidc.test.ts.
  ['TENURE_METRICS_TOKEN', 'k'.repeat(32), ({ metricsToken }) => metricsToken],
  ['TENURE_BACKUP_KEY', KEY, ({ backupKey }) => backupKey],
  ['TENURE_TOKEN', 'a token of a command', ({ token }) => token],
] satisfies [(typeof SECRET_SETTINGS)[number], string, (config: ReturnType<typeof loadConfig>) => unknown][])(
  '%s may stand in a file, without the end of its line',
  (name, value, read) => {
    expect(read(load({ [`${name}_FILE`]: fileWith(`${value}\n`) }))).toBe(value);
  },
);

test.each([
  [{ TENURE_CODEC_KEYS_FILE: '/nowhere/key' }, /^TENURE_CODEC_KEYS_FILE names \/nowhere\/key, which cannot be read/],
  [{ TENURE_CODEC_KEYS_FILE: '/dev/null' }, /^TENURE_CODEC_KEYS_FILE names \/dev\/null, which is empty$/],
  [
    { TENURE_CODEC_KEYS: KEY, TENURE_CODEC_KEYS_FILE: '/dev/null' },
    /^TENURE_CODEC_KEYS and TENURE_CODEC_KEYS_FILE are both set: keep one$/,
  ],
  [{ TENURE_CODEC_KEYS: `${KEY},short` }, /^TENURE_CODEC_KEYS\.1 each key needs 32 characters or more$/],
  [{ TENURE_CODEC_PLAIN: 'maybe' }, /^TENURE_CODEC_PLAIN /],
])('%j is refused with the name of the setting', (env, sentence) => {
  expect(() => load(env)).toThrow(sentence);
});

test('a key that is too short is not repeated in the refusal', () => {
  expect(() => load({ TENURE_CODEC_KEYS_FILE: fileWith('short-secret') })).toThrow(
    /^(?!.*short-secret)TENURE_CODEC_KEYS/,
  );
});

test('payloads that are not encrypted are read in a trial and not in production, unless TENURE_CODEC_PLAIN says otherwise', () => {
  expect(load({}).codec).toEqual({ keys: undefined, strict: false });
  expect(load({ TENURE_CODEC_PLAIN: 'refuse' }).codec.strict).toBe(true);
  expect(load({ NODE_ENV: 'production' }).codec.strict).toBe(true);
  expect(load({ NODE_ENV: 'production', TENURE_CODEC_PLAIN: 'accept' }).codec.strict).toBe(false);
});
