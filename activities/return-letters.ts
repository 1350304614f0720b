import { returnsOf } from '../db/stores/exit-returns';
import type { EngagementRow } from '../db/stores/engagements';
import { peopleNamed } from '../db/stores/people-named';
import type { Trx } from '../db/transaction';
import { openReturns } from '../domain/exit/returns';
import type { MailOrder } from '../domain/mail/order';
import { letters } from './agenda/people';

/** The exit has opened: the vendor is asked for what it has of ours, and people of ours for what they are on the list for. */
export async function returnLetters(
  trx: Trx,
  engagement: EngagementRow,
  { effectiveDate, now }: { readonly effectiveDate: string; readonly now: number },
): Promise<readonly MailOrder[]> {
  const open = openReturns((await returnsOf(trx, engagement.id))?.items ?? []);
  if (open.length === 0) return [];
  const people = await peopleNamed(
    trx,
    open.map(({ holder }) => holder),
  );
  const vendor = engagement.vendor_id === null ? [] : [engagement.vendor_id];
  const letter = { subject: 'exit', facts: { effectiveDate }, now };
  return [
    ...letters(engagement, vendor, { ...letter, kind: 'vendor-returns' }),
    ...letters(engagement, people, { ...letter, kind: 'exit-returns' }),
  ];
}
