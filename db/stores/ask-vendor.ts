import { askTimes } from '../../domain/exit/confirmation';
import { exitRules } from '../read/exit-rules';
import { accountNow } from '../read/settlement-account';
import { workCalendarOf } from '../read/work-calendar';
import type { Trx } from '../transaction';
import type { EngagementRow } from './engagements';
import { insertAsk } from './settlement-answers';

/** The vendor is to be asked about the account as it stands now. Tell the monitoring to plan again. */
export async function askVendor(
  trx: Trx,
  { id, time_zone: timeZone }: Pick<EngagementRow, 'id' | 'time_zone'>,
  now: number,
): Promise<void> {
  const account = await accountNow(trx, id);
  if (account?.settlement.status !== 'approved' || account.confirmed) return;
  const times = askTimes({ calendar: await workCalendarOf(trx, timeZone), rules: await exitRules(trx), now });
  await insertAsk(trx, id, { sha256: account.sha256, ...times });
}
