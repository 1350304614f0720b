import type { Trx } from '../transaction';

const WAIT_MS = 60_000;

/** Amendments and changes whose approval was never asked for, because the call that brought them broke off, are forgotten. */
export async function forgetUnasked(trx: Trx, engagementId: string, now: number): Promise<void> {
  for (const table of ['contract_amendments', 'change_requests'])
    await trx(table)
      .where({ engagement_id: engagementId, status: 'pending' })
      .andWhere('created_at', '<', new Date(now - WAIT_MS))
      .whereNotExists(trx('requests').select(trx.raw('1')).whereRaw('requests.id = ??.request_id', [table]))
      .delete();
}
