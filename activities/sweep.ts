import { engagementsWithLateItems } from '../db/stores/action-items';
import { forgetOldKeys, forgetOldSessions, unacknowledgedAlarms } from '../db/stores/sweep';
import { findEngagement } from '../db/stores/engagements';
import { inTransaction, type Trx } from '../db/transaction';
import { localDate } from '../domain/calendar/zone';
import type { AlarmView } from '../domain/risk/record-schema';
import type { MailOrder } from '../domain/mail/order';
import { forgetUnusedDocuments } from './unused-documents';
import { holders, letters } from './agenda/people';
import { sayItemsOfVendors } from './action-items';
import type { Deps } from './deps';
import { careForVendors } from './vendor-care';

/** How late something may be before the sweep asks why. */
const PATIENCE_MS = 3_600_000;

export const sweepActivities = ({ db, documents }: Pick<Deps, 'db' | 'documents'>) => ({
  /** Papers of vendors that run out, alarms that nobody acknowledged in time, and rows that have served their time. */
  async sweep({ now }: { now: number }): Promise<readonly MailOrder[]> {
    await forgetUnusedDocuments({ db, documents }, now);
    await inTransaction(db, (trx) => careForVendors(trx, now));
    return inTransaction(db, async (trx) => {
      await forgetOldSessions(trx, now);
      await forgetOldKeys(trx, now);
      const mails: MailOrder[] = [...(await sayItemsOfVendors(trx, now))];
      for (const alarm of await unacknowledgedAlarms(trx, now)) mails.push(...(await escalate(trx, alarm, now)));
      return mails;
    });
  },

  /** Engagements with something due that their monitoring has not done: the word that dates had moved was lost. */
  async lateWatches({ now }: { now: number }): Promise<readonly string[]> {
    return engagementsWithLateItems(db, now - PATIENCE_MS);
  },
});

/** The sponsor hears of an alarm that its owner has left alone; once for each day on which it is so. */
async function escalate(trx: Trx, alarm: AlarmView, now: number): Promise<readonly MailOrder[]> {
  const engagement = await findEngagement(trx, alarm.engagementId);
  if (!engagement) return [];
  const facts = { rule: alarm.rule, subject: alarm.subject, severity: alarm.severity, period: '' };
  return letters(engagement, holders(engagement, 'sponsor'), {
    kind: 'alarm',
    subject: `${alarm.id}:late:${localDate('UTC', now)}`,
    facts,
    now,
  });
}
