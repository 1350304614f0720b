import { appendAudit, engagementStream } from '../../db/stores/audit';
import { claimOfRequest, settleClaim } from '../../db/stores/credit-claims';
import { insertCreditLines, lockCreditLines } from '../../db/stores/credit-lines';
import { periodOfDate } from '../../domain/calendar/periods';
import { localDate } from '../../domain/calendar/zone';
import { netOf } from '../../domain/contract/credit-ledger';
import type { CreditClaim } from '../../domain/contract/credit-schema';
import type { ApplySide, SideStep } from './index';

/** A claim against a credit was decided. Upheld, what is still owed is given back on the next invoice by a line of its own. */
export const settleCreditClaim: ApplySide = async (step) => {
  const { trx, decision } = step;
  if (decision.outcome === 'returned') return {};
  const claim = await claimOfRequest(trx, decision.requestId);
  const status = decision.outcome === 'approved' ? 'upheld' : 'rejected';
  if (!claim || !(await settleClaim(trx, claim.id, { status, now: decision.now }))) return {};
  if (status === 'upheld') await giveBack(step, claim);
  await note(step, claim, status);
  return {};
};

async function giveBack(
  { trx, engagement, decision: { now } }: SideStep,
  { id, period, kpi }: CreditClaim,
): Promise<void> {
  const lines = await lockCreditLines(trx, engagement.id);
  const owed = netOf(lines, { period, kpi });
  const currency = lines.find((line) => line.period === period && line.kpi === kpi)?.currency;
  if (owed <= 0 || currency === undefined) return;
  const invoice = periodOfDate(localDate(engagement.time_zone, now), 'monthly');
  const back = { period, kpi, kind: 'claim' as const, minor: -owed };
  await insertCreditLines(trx, engagement.id, { lines: [back], currency, invoice, claimId: id, now });
}

const note = ({ trx, engagement, decision }: SideStep, { id, period, kpi, cause }: CreditClaim, status: string) =>
  appendAudit(trx, engagementStream(engagement.id), [
    {
      key: `credit.claim-${status}:${id}`,
      at: decision.now,
      type: `credit.claim-${status}`,
      channel: 'workflow',
      payload: { claimId: id, period, kpi, cause },
    },
  ]);
