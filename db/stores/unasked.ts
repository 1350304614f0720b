import type { Trx } from '../transaction';

const WAIT_MS = 60_000;

/** Amendments, changes and partial terminations whose approval was never asked for, because the call that brought them broke off, are forgotten. */
export async function forgetUnasked(trx: Trx, engagementId: string, now: number): Promise<void> {
  for (const table of ['contract_amendments', 'change_requests', 'partial_terminations'])
    await trx(table)
      .where({ engagement_id: engagementId, status: 'pending' })
      .andWhere('created_at', '<', new Date(now - WAIT_MS))
      .whereNotExists(trx('requests').select(trx.raw('1')).whereRaw('requests.id = ??.request_id', [table]))
      .delete();
}

/** Whether an approval has been asked for since an instant; a call that is still on its way counts as if it had. */
export async function wasAsked(
  trx: Trx,
  { requestId, since, now }: { readonly requestId: string; readonly since: number; readonly now: number },
): Promise<boolean> {
  if (now - since < WAIT_MS) return true;
  return (await trx('requests').where({ id: requestId }).first('id')) !== undefined;
}
