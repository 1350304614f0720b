import { Context } from '@temporalio/activity';
import { type Batch, purgeBatch } from '../db/purge/batch';
import { finishPurge } from '../db/purge/finish';
import { lockEngagement } from '../db/stores/engagements';
import { activeHolds } from '../db/stores/exit-holds';
import { isContentUsed, lockContent } from '../db/stores/documents';
import { findPurge, leaveTombstoneOnce, type PurgeRow, withoutTombstone } from '../db/stores/purges';
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
    await removeUnused({ db, documents }, await running(db, purgeId), now);
  },

  /** Histories in Temporal that its own retention has left. */
  async purgeProcesses({ purgeId, now }: PurgeStep): Promise<void> {
    const { processes, engagement_id: id } = await running(db, purgeId);
    const { client } = Context.current();
    for await (const execution of forgetProcesses(client, processes, () => isHeld(db, id)))
      await inTransaction(db, (trx) => leaveTombstoneOnce(trx, { purgeId, class: 'process histories', keys: [execution], now })); // prettier-ignore
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

/**
 * Each file leaves a tombstone as it goes, so that all are counted however often a hold, or a crash, comes between, and
 * the next attempt goes on from there. One that was stored again since is no file of this purge: the sweep looks after it.
 */
async function removeUnused(
  { db, documents }: Pick<Deps, 'db' | 'documents'>,
  { id: purgeId, contents, engagement_id: id }: PurgeRow,
  now: number,
): Promise<void> {
  for (const sha256 of await withoutTombstone(db, { purgeId, class: 'files', keys: contents }))
    await inTransaction(db, async (trx) => {
      await lockEngagement(trx, id);
      // Held: the last step of the purge finds it so, and all begins anew when the hold has ended.
      if (await isHeld(trx, id)) return;
      await lockContent(trx, sha256);
      if (await isContentUsed(trx, sha256)) return;
      await leaveTombstoneOnce(trx, { purgeId, class: 'files', keys: [sha256], now });
      await documents.remove(sha256);
    });
}

async function running(db: Db, purgeId: string): Promise<PurgeRow> {
  const purge = await findPurge(db, purgeId);
  if (purge?.state !== 'running') throw new Error('A purge that runs is there.');
  return purge;
}
