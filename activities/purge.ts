import { Context } from '@temporalio/activity';
import { type Batch, purgeBatch } from '../db/purge/batch';
import { finishPurge } from '../db/purge/finish';
import { lockEngagement } from '../db/stores/engagements';
import { activeHolds } from '../db/stores/exit-holds';
import { isContentUsed, lockContent } from '../db/stores/documents';
import { addTombstone, findPurge, type PurgeRow, tombstonesOf } from '../db/stores/purges';
import { valueHash } from '../db/stores/audit';
import { inTransaction } from '../db/transaction';
import type { Db } from '../db/knex';
import type { Deps } from './deps';
import { forgetProcesses } from './forget-processes';

export interface PurgeStep {
  readonly purgeId: string;
  readonly now: number;
}

/** Batches of one attempt, so that it ends well within its time. */
const BATCHES = 20;

/** The steps of a purge that two people have agreed on; each may be repeated. */
export const purgeActivities = ({ db, documents, secrets }: Pick<Deps, 'db' | 'documents' | 'secrets'>) => ({
  /** Rows, and payloads of the trail; `held` while a legal hold is in force. */
  async purgeRows({ purgeId, now }: PurgeStep): Promise<Batch> {
    for (let count = 0; count < BATCHES; count += 1) {
      const batch = await inTransaction(db, async (trx) => purgeBatch(trx, await running(trx, purgeId), now));
      if (batch !== 'more') return batch;
    }
    return 'more';
  },

  /** Contents of the document store that no other row names. */
  async purgeContents({ purgeId, now }: PurgeStep): Promise<void> {
    const contents = await removeUnused({ db, documents }, await running(db, purgeId));
    await noteOnce(db, { purgeId, now }, { class: 'files', keys: contents });
  },

  /** Histories in Temporal that its own retention has left. */
  async purgeProcesses({ purgeId, now }: PurgeStep): Promise<void> {
    const { processes, engagement_id: id } = await running(db, purgeId);
    const keys = await forgetProcesses(Context.current().client, processes, () => isHeld(db, id));
    await noteOnce(db, { purgeId, now }, { class: 'process histories', keys });
  },

  /** Null when the certificate is there; otherwise more was found. */
  async finishPurge({ purgeId, now }: PurgeStep): Promise<Batch> {
    return inTransaction(db, async (trx) => {
      const purge = await running(trx, purgeId);
      const batch = await purgeBatch(trx, purge, now);
      if (batch === 'nothing-left') await finishPurge(trx, purge, { rootKey: secrets[0] ?? '', now });
      return batch;
    });
  },
});

const isHeld = async (db: Db, id: string): Promise<boolean> => (await activeHolds(db, id)).length > 0;

async function removeUnused(
  { db, documents }: Pick<Deps, 'db' | 'documents'>,
  { contents, engagement_id: id }: PurgeRow,
): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const sha256 of contents)
    await inTransaction(db, async (trx) => {
      await lockEngagement(trx, id);
      // Held: the last step of the purge finds it so, and all begins anew when the hold has ended.
      if (await isHeld(trx, id)) return;
      await lockContent(trx, sha256);
      if (await isContentUsed(trx, sha256)) return;
      await documents.remove(sha256);
      removed.push(sha256);
    });
  return removed;
}

async function running(db: Db, purgeId: string): Promise<PurgeRow> {
  const purge = await findPurge(db, purgeId);
  if (purge?.state !== 'running') throw new Error('A purge that runs is there.');
  return purge;
}

interface Gone {
  readonly class: string;
  readonly keys: readonly unknown[];
}

/** What has gone outside of the tables. A repetition finds nothing more, or the same, and is not counted again. */
async function noteOnce(db: Db, { purgeId, now }: PurgeStep, { class: of, keys }: Gone): Promise<void> {
  if (keys.length === 0) return;
  await inTransaction(db, async (trx) => {
    await trx('purges').where({ id: purgeId }).forUpdate().first('id');
    if ((await tombstonesOf(trx, purgeId)).some((one) => one.class === of)) return;
    const sha256 = valueHash(keys.map(valueHash).sort());
    await addTombstone(trx, { purgeId, class: of, rows: keys.length, sha256, now });
  });
}
