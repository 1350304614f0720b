import { engagementsWithLateItems } from '../db/stores/action-items';
import { orderMails } from '../db/stores/mail-orders';
import { feedbackRules } from '../db/read/feedback-rules';
import { forgetInvitees } from '../db/stores/survey-answers';
import {
  forgetOldChallenges,
  forgetOldKeys,
  forgetOldSessions,
  forgetOldTries,
  forgetUsedStates,
} from '../db/stores/sweep';
import { unfinishedPurges } from '../db/stores/purges';
import { overdueWatches } from '../db/stores/watches';
import { inTransaction, type Trx } from '../db/transaction';
import type { MailOrder } from '../domain/mail/order';
import { forgetUnusedDocuments } from './unused-documents';
import { sayAlarmsLeft } from './alarms';
import { sayItemsOfVendors } from './action-items';
import type { Deps } from './deps';
import { sayAuditHead } from './audit-head';
import { sayWhatIsLeft } from './left-open';
import { askAboutRetention } from './retention';
import { careForVendors } from './vendor-care';
import { planAndWake } from './wake-date-keeper';

/** How late something may be before the sweep asks why. */
const PATIENCE_MS = 3_600_000;
const DAY_MS = 86_400_000;

export const sweepActivities = ({ db, documents, secrets }: Pick<Deps, 'db' | 'documents' | 'secrets'>) => ({
  /** Papers of vendors that run out, records that need not be kept, alarms of which somebody has yet to hear, rows that have served their time, and the head of the trail. The courier takes the mails. */
  async sweep({ now }: { now: number }): Promise<readonly MailOrder[]> {
    await forgetUnusedDocuments({ db, documents }, now);
    await inTransaction(db, (trx) => careForVendors(trx, now));
    return inTransaction(db, async (trx) => {
      await forgetWhatHasServed(trx, now);
      await forgetInvitees(trx, now - (await feedbackRules(trx)).inviteeDays * DAY_MS);
      await askAboutRetention(trx, now);
      await orderMails(trx, [
        ...(await sayItemsOfVendors(trx, now)),
        ...(await sayWhatIsLeft(trx, now)),
        ...(await sayAlarmsLeft(trx, now)),
      ]);
      // Last, so that the head holds what this night has written.
      await orderMails(trx, await sayAuditHead(trx, secrets, now));
      return [];
    });
  },

  /** Purges that were confirmed and are not done: the start of one may have been lost. */
  unfinishedPurges: () => unfinishedPurges(db),

  /**
   * Engagements with something due that has not been done: the word that dates had moved was lost. What the date keeper
   * watches is planned anew here; answers the others, whose monitoring is to do so.
   */
  async lateWatches({ now }: { now: number }): Promise<readonly string[]> {
    const others: string[] = [];
    const late = [
      ...(await engagementsWithLateItems(db, now - PATIENCE_MS)),
      ...(await overdueWatches(db, now - PATIENCE_MS)),
    ];
    for (const id of new Set(late)) if (!(await planAndWake(db, id))) others.push(id);
    return others;
  },
});

/** What people signed in with, or were asked by, until it was too old to be of use. */
async function forgetWhatHasServed(trx: Trx, now: number): Promise<void> {
  await forgetOldSessions(trx, now);
  await forgetOldTries(trx, now);
  await forgetUsedStates(trx, now);
  await forgetOldChallenges(trx, now);
  await forgetOldKeys(trx, now);
}
