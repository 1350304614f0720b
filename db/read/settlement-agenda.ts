import { settlementSteps } from '../../domain/exit/confirmation';
import type { AgendaItem } from '../../domain/engagement/agenda';
import type { Db } from '../knex';
import type { EngagementRow } from '../stores/engagements';
import { askOf } from '../stores/settlement-answers';
import { accountNow } from './settlement-account';

/** What is still to be said about the vendor's agreement. While it disputes a line it has answered, and it is our turn. */
export async function settlementAgenda(
  db: Db,
  { id, state }: Pick<EngagementRow, 'id' | 'state'>,
): Promise<readonly AgendaItem[]> {
  if (state !== 'EXITING') return [];
  const account = await accountNow(db, id);
  if (!account || account.confirmed) return [];
  const ask = await askOf(db, id, account.sha256);
  return ask ? settlementSteps(ask) : [];
}
