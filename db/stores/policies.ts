import { BUILTIN_POLICIES, EARLIER_POLICIES } from '../../domain/approval/builtin';
import type { VersionLine } from '../../domain/approval/policy-diff-schema';
import type { PolicyBody, PolicyVersion } from '../../domain/approval/schema';
import type { Db } from '../knex';
import type { Trx } from '../transaction';

interface Row {
  readonly key: string;
  readonly version: number;
  readonly title: string;
  readonly settings: PolicyBody['settings'];
  readonly steps: PolicyBody['steps'];
}

const toPolicy = ({ key, version, title, settings, steps }: Row): PolicyVersion => ({
  key,
  version,
  title,
  settings,
  steps,
});

/** What ships counts from version 1 on, oldest first; an organisation's own versions come after it. */
function shippedVersions(key: string): readonly PolicyVersion[] {
  const newest = Object.hasOwn(BUILTIN_POLICIES, key) ? BUILTIN_POLICIES[key] : undefined;
  if (!newest) return [];
  return [...(EARLIER_POLICIES[key] ?? []), newest].map((body, index) => ({ key, version: index + 1, ...body }));
}

const shipped = (key: string, version?: number): PolicyVersion | null =>
  shippedVersions(key).findLast((one) => version === undefined || one.version === version) ?? null;

/** The newest version of a policy, or the one asked for. */
export async function findPolicy(db: Db, key: string, version?: number): Promise<PolicyVersion | null> {
  const query = db<Row>('policies').where({ key }).orderBy('version', 'desc');
  if (version !== undefined) void query.where({ version });
  const row = await query.first();
  if (row) return toPolicy(row);
  return shipped(key, version);
}

export interface NewVersion {
  readonly key: string;
  readonly body: PolicyBody;
  readonly actorId: string;
  readonly now: number;
}

/** Until the transaction ends nobody else adds a version of this policy. */
export async function lockPolicy(trx: Trx, key: string): Promise<void> {
  await trx.raw('select pg_advisory_xact_lock(hashtext(?))', [`policy:${key}`]);
}

/** Adds an immutable version. Two writers at once get two versions. */
export async function addPolicyVersion(trx: Trx, { key, body, actorId, now }: NewVersion): Promise<number> {
  await lockPolicy(trx, key);
  const version = ((await findPolicy(trx, key))?.version ?? 0) + 1;
  await trx('policies').insert({
    key,
    version,
    title: body.title,
    settings: JSON.stringify(body.settings),
    steps: JSON.stringify(body.steps),
    created_by: actorId,
    created_at: new Date(now),
  });
  return version;
}

/** The newest version of every policy, by key. */
export async function listPolicies(db: Db): Promise<readonly PolicyVersion[]> {
  const rows = await db<Row>('policies')
    .distinctOn('key')
    .orderBy([{ column: 'key' }, { column: 'version', order: 'desc' }])
    .select<Row[]>('*');
  const own = new Set(rows.map(({ key }) => key));
  const others = Object.keys(BUILTIN_POLICIES).map((key) => (own.has(key) ? null : shipped(key)));
  return [...rows.map(toPolicy), ...others.filter((policy) => policy !== null)].sort((a, b) =>
    a.key < b.key ? -1 : 1,
  );
}

/** What policies are called in their newest versions, by key. */
export async function policyTitles(db: Db, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db<Row>('policies')
    .whereIn('key', keys)
    .distinctOn('key')
    .orderBy([{ column: 'key' }, { column: 'version', order: 'desc' }])
    .select<Pick<Row, 'key' | 'title'>[]>('key', 'title');
  const shippedTitles = keys.flatMap((key) => {
    const title = shipped(key)?.title;
    return title === undefined ? [] : [[key, title] as const];
  });
  return new Map([...shippedTitles, ...rows.map(({ key, title }) => [key, title] as const)]);
}

type HistoryRow = Pick<Row, 'version' | 'title'> & { readonly created_by: string | null; readonly created_at: Date };

/** Every version of a policy, newest first; what ships is among them while nobody has replaced it. */
export async function listVersions(db: Db, key: string): Promise<readonly VersionLine[]> {
  const rows = await db<HistoryRow & { key: string }>('policies')
    .where({ key })
    .orderBy('version', 'desc')
    .select('version', 'title', 'created_by', 'created_at');
  const own = rows.map(({ version, title, created_by, created_at }) => ({
    version,
    title,
    authorId: created_by,
    savedAt: created_at.toISOString(),
  }));
  const known = new Set(own.map(({ version }) => version));
  const ours = shippedVersions(key)
    .filter(({ version }) => !known.has(version))
    .map(({ version, title }) => ({ version, title, authorId: null, savedAt: null }));
  return [...own, ...ours].sort((a, b) => b.version - a.version);
}

/** Keys of the policies that the organisation has written itself. */
export async function ownPolicyKeys(db: Db): Promise<ReadonlySet<string>> {
  return new Set((await db<Row>('policies').distinct('key')).map(({ key }) => key));
}
