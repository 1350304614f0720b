import { createHash } from 'node:crypto';
import { manifestText, plainEntries, sumChunks } from '../../db/stores/dataset-entries';
import type { Run } from '../../db/stores/dataset-runs';
import type { Dataset } from '../../db/stores/datasets';
import type { BagStatement } from '../../domain/exit/bag-schema';
import type { End } from '../../domain/exit/end-schema';
import type { Manifest, Verification } from '../../domain/exit/manifest';
import { plainName } from '../../domain/exit/sealed-name';
import type { MigrationDeps } from './deps';
import { toldOf } from './moment';

type Db = MigrationDeps['db'];

/** Root hash over the manifest lines, read page by page. */
export async function manifestOf(db: Db, run: Run): Promise<Manifest> {
  const hash = createHash('sha256');
  let files = 0;
  for await (const { lines, count } of manifestText(db, run.id)) {
    hash.update(lines);
    files += count;
  }
  const sent = (await sumChunks(db, [run.id])).get(run.id);
  return { files, rows: sent?.rows ?? 0, bytes: sent?.targetBytes ?? 0, sha256: hash.digest('hex') };
}

/** The same of what was encrypted, by the names and hashes that it had before. */
async function plainRootOf(db: Db, run: Run): Promise<string> {
  const hash = createHash('sha256');
  for await (const { name, sha256 } of plainEntries(db, run.id)) hash.update(`${sha256}  ${plainName(name)}\n`);
  return hash.digest('hex');
}

const PRODUCT = 'Tenure';

interface Known {
  readonly run: Run;
  readonly dataset: Dataset;
  readonly manifest: Manifest;
  readonly verification: Verification;
}

export const recipientOf = (target: End): string | null => ('recipient' in target && target.recipient) || null;

/** What the worker can say of a copy, and what it cannot. */
export async function statementOf(db: Db, { run, dataset, manifest, verification }: Known): Promise<BagStatement> {
  const recipient = recipientOf(dataset.target);
  const { at, findings, readBack = null } = verification;
  return {
    product: PRODUCT,
    dataset: { key: dataset.key, title: dataset.title },
    run: run.id,
    manifest,
    moment: run.verifying && toldOf(run.verifying),
    tables: { ...findings.find(({ totals }) => totals !== undefined)?.totals },
    encryption:
      recipient === null
        ? null
        : {
            format: 'age-encryption.org/v1',
            recipient,
            plainSha256: await plainRootOf(db, run),
          },
    verified: {
      by: 'the worker that wrote the files',
      at,
      readBack,
      checks: findings.map(({ check, compared }) => ({ check, compared })),
      leftToReceiver: recipient === null ? ['round trip'] : ['decryption', 'content of the files', 'round trip'],
    },
  };
}
