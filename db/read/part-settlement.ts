import { addMonthsClamped } from '../../domain/calendar/civil';
import { amended } from '../../domain/contract/amendment';
import type { FeeFrom } from '../../domain/contract/fee-of-days';
import type { Uneven } from '../../domain/exit/month-account';
import { changesOfPart } from '../../domain/exit/partial';
import { accountOfPart } from '../../domain/exit/part-account';
import type { PartialTermination } from '../../domain/exit/partial-schema';
import type { Proposal } from '../../domain/exit/proposal';
import { toMoney } from '../../domain/money';
import type { Db } from '../knex';
import { bindingTerms, versionsOf } from '../stores/contract-versions';
import type { EngagementRow } from '../stores/engagements';
import { invoicesOf } from '../stores/invoices';
import { standingPartials } from '../stores/partial-terminations';
import { feeRestsOf, feesOf } from './period-terms';

/** What makes the days of a month cost differently; null where every day costs the same. */
export async function unevenDays(db: Db, engagementId: string): Promise<Uneven | null> {
  const cheaper = (await standingPartials(db, engagementId)).filter(({ feeReduction }) => feeReduction !== undefined);
  const days = cheaper.map(({ effectiveDate }) => effectiveDate).sort();
  const [lessSince = null] = days;
  const binding = await bindingTerms(db, engagementId);
  const rests = await feeRestsOf(db, engagementId, binding);
  return lessSince === null && rests.length === 0 ? null : { fees: feesOf(binding), rests, lessSince };
}

/** Far enough for any month that has been billed. */
const FAR_MONTHS = 1_200;

/** What a part settles by the records of today; before its approval as if it had been approved, nothing where it does not leave. */
export async function partSettlement(
  db: Db,
  { id, exit_effective_date: exitOn }: EngagementRow,
  partial: PartialTermination,
): Promise<Proposal> {
  const { number, status, effectiveDate, feeReduction, terminationFee } = partial;
  if (status === 'rejected' || status === 'lapsed') return { lines: [], omitted: [] };
  const newest = (await versionsOf(db, id)).at(-1);
  const fees = await feesWith(db, id, partial);
  const monthlyMinor = fees.at(-1)?.minor ?? null;
  const facts = {
    effectiveDate: exitOn ?? addMonthsClamped(effectiveDate, FAR_MONTHS),
    contract: newest ? { version: newest.version, start: newest.terms.start ?? null, monthlyMinor } : null,
    invoices: await invoicesOf(db, id),
    uneven: { fees, rests: await feeRestsOf(db, id, await bindingTerms(db, id)), lessSince: effectiveDate },
  };
  const minorOf = (money: typeof feeReduction): number | null => (money ? toMoney(money).minor : null);
  const [feeMinor, reductionMinor] = [minorOf(terminationFee), minorOf(feeReduction)];
  return accountOfPart({ number, effectiveDate, feeMinor, reductionMinor }, facts);
}

/** The fees of the contract, with the one that a part which is not in it yet would leave. */
async function feesWith(db: Db, engagementId: string, partial: PartialTermination): Promise<readonly FeeFrom[]> {
  const binding = await bindingTerms(db, engagementId);
  const fees = feesOf(binding);
  const [newest] = binding;
  const changes = newest && partial.status === 'pending' ? changesOfPart(newest.terms, partial) : null;
  if (!newest || !changes?.monthlyFee) return fees;
  const after = amended(newest.terms, changes).monthlyFee ?? changes.monthlyFee;
  return [...fees, { from: partial.effectiveDate, minor: toMoney(after).minor }];
}
