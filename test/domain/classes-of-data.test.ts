import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MATRIX, rowFor } from '../../api/authorization/matrix';
import { rowOf, RULES } from '../../api/authorization/rules';
import { COLUMNS, type Retention, type TableClasses } from '../../db/personal/columns';
import { PURGED_TABLES } from '../../db/purge/tables';
import { HIDDEN_TABLES, WALLED_TABLES } from '../../db/wall/tables';

/* The rules of docs/security/inventories.md#classes-of-data, one by one: by what the code declares, or by the test that shows it. */

const ROOT = join(__dirname, '../..');
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const page = textOf('docs/security/inventories.md');
const [, classes = ''] = /\n## Classes of data\n([^]*?)\n## /.exec(page) ?? [];
const rows = [...classes.matchAll(/^\| (secret|of people|of the engagement|the trail|open) \|.*$/gm)];
const ruleFor = (name: string): string => rows.find(([, one]) => one === name)?.[0] ?? '';

const tables = Object.entries(COLUMNS);
const wordsOf = (text: string | undefined): readonly string[] => text?.split(' ') ?? [];
const keptAs = (kept: Retention): readonly string[] =>
  tables.flatMap(([table, one]) => (one.kept === kept ? [table] : [])).sort();
const columnsOf = (kind: keyof Omit<TableClasses, 'kept'>): readonly string[] =>
  tables.flatMap(([table, one]) => wordsOf(one[kind]).map((name) => `${table}.${name}`)).sort();

/** Whether vendors behind mailed links read a column, of rows that are theirs. */
function isReached(name: string): boolean {
  const [table = '', column = ''] = name.split('.');
  const read = WALLED_TABLES[table]?.vendor.read;
  return read === '*' || wordsOf(read).includes(column);
}

test('there are five classes, and each names what holds its rules', () => {
  expect(rows.map(([, name]) => name)).toEqual(['secret', 'of people', 'of the engagement', 'the trail', 'open']);
  for (const [row] of rows) expect(row).toMatch(/\| [^|]*`test\/[^|]+\|$/);
  const named = [...classes.matchAll(/`(test\/[\w/.-]+\.ts)`/g)].map(([, file = '']) => file);
  expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

describe('secrets', () => {
  const HASHED = 'hashSecret(';
  /** Where each is written, and what is done to it there. */
  const WRITTEN: Readonly<Record<string, readonly [file: string, how: string]>> = {
    'access_keys.secret_hash': ['db/stores/access-keys.ts', `secret_hash: ${HASHED}`],
    'passkey_challenges.bound_hash': ['db/stores/passkey-challenges.ts', `bound_hash: ${HASHED}`],
    'passkey_challenges.challenge_hash': ['db/stores/passkey-challenges.ts', `challenge_hash: ${HASHED}`],
    'passwords.hash': ['api/sign-in/password.ts', "from '@node-rs/argon2'"],
    'receivers.previous_secret': ['api/webhooks.ts', 'secret: sealer.seal('],
    'receivers.secret': ['api/webhooks.ts', 'secret: sealer.seal('],
    'recovery_codes.code_hash': ['api/sign-in/second-factor.ts', 'codes.map(hashSecret)'],
    'second_factors.seed': ['api/pages/second-factor-acts.ts', '.seal(seed)'],
    'sessions.secret_hash': ['db/stores/sessions.ts', `secret_hash: ${HASHED}`],
    'sign_in_tries.key': ['db/stores/sign-in-tries.ts', HASHED],
    'tokens.secret_hash': ['db/stores/tokens.ts', `secret_hash: ${HASHED}`],
    'used_states.state_hash': ['db/stores/identities.ts', `state_hash: ${HASHED}`],
    'vendor_assessments.link_secret_hash': ['api/vendors/assessment-acts.ts', `secretHash: ${HASHED}`],
  };
  /** Held back like secrets, and none: public keys, and what files hold. */
  const NO_SECRETS = ['passkeys.credential_id', 'passkeys.public_key', 'request_attachments.content'];

  test('are written as hashes or sealed, each of them', () => {
    expect([...Object.keys(WRITTEN), ...NO_SECRETS].sort()).toEqual(columnsOf('secret'));
    for (const [file, how] of Object.values(WRITTEN)) expect([file, textOf(file).includes(how)]).toEqual([file, true]);
    for (const name of NO_SECRETS) expect(ruleFor('secret')).toContain(name.split('.')[1]);
  });

  test('are behind the wall for vendors, but for the hash of the link by which one of them is there', () => {
    expect(columnsOf('secret').filter(isReached)).toEqual(['vendor_assessments.link_secret_hash']);
  });
});

test('of people: vendors behind links reach the names of those only who have confirmed or hold something of their service', () => {
  expect(columnsOf('identity').filter(isReached)).toEqual(['exit_returns.items', 'settlement_confirmations.name']);
  expect(HIDDEN_TABLES).toEqual(expect.arrayContaining(['users', 'contacts', 'identities', 'survey_invitations']));
});

test('of the engagement: everything that is kept until its purge goes with it, and nothing else', () => {
  const purged = [...new Set(PURGED_TABLES.map(({ table }) => table))];
  expect(keptAs('engagement').filter((table) => !purged.includes(table))).toEqual([]);
  const others = purged.filter((table) => !['engagement', 'survey'].includes(COLUMNS[table]?.kept ?? ''));
  expect(others).toEqual([]);
});

test('of the engagement: read by everybody in the organisation and by the representative of its vendor', () => {
  expect(RULES.know.text).toBe('everybody in the organisation, and the representative of the vendor of the engagement');
  expect(ruleFor('of the engagement')).toContain('everybody in the organisation, its vendor’s part');
});

test('the trail: kept for good, never purged as rows, behind the wall, and read whole by administrators and auditors', () => {
  const trail = keptAs('trail');
  expect(trail.filter((table) => PURGED_TABLES.some((one) => one.table === table))).toEqual([]);
  expect(trail.filter((table) => !HIDDEN_TABLES.includes(table))).toEqual([]);
  for (const path of ['/audit/export', '/audit/verify'])
    expect(rowFor({ method: 'get', path }).who).toEqual(['admin', 'auditor']);
});

test('open: of the API the description alone', () => {
  const open = [...MATRIX].filter(([, row]) => rowOf(row).who === 'public').map(([name]) => name);
  expect(open).toEqual(['get /openapi.json']);
});
