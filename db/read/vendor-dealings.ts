import { addDays } from '../../domain/calendar/civil';
import { punctualityOf } from '../../domain/milestone/punctuality';
import { isOpenMilestone } from '../../domain/milestone/words';
import { toMoneyText } from '../../domain/money';
import { ratingsView } from '../../domain/rating/figures';
import type { VendorDealings } from '../../domain/review/vendor-score-schema';
import type { Db } from '../knex';
import { creditSums } from '../stores/credit-lines';
import { milestonesOfAll } from '../stores/milestones';
import { ratingRoundsOfVendor } from '../stores/rating-rounds';
import { together } from '../together';

export interface Day {
  /** The date where the reader is, and the instant. */
  readonly today: string;
  readonly now: number;
}

const EVERY = '1900-01-01';

/** What a vendor delivered, what it had credited and earned back, and how it rates us, by engagement. */
export async function vendorDealings(
  db: Db,
  { vendorId, ids }: { readonly vendorId: string; readonly ids: readonly string[] },
  { today, now }: Day,
): Promise<(engagementId: string) => VendorDealings> {
  const [milestones, credits, rounds] = await together(db, [
    () => milestonesOfAll(db, ids),
    () => creditSums(db, ids),
    () => ratingRoundsOfVendor(db, vendorId),
  ]);
  return (id) => {
    const own = milestones.filter(({ engagementId }) => engagementId === id);
    const { due, onTime, shareBp, meanDaysLate } = punctualityOf(own, { from: EVERY, to: addDays(today, 1) });
    const ofService = rounds.filter(({ engagementId }) => engagementId === id);
    // Only the dates of rounds depend on the zone, and none of them is told here.
    const { mean, trend } = ratingsView(ofService, 'UTC', now);
    return {
      milestones: {
        ...{ due, onTime, shareBp, meanDaysLate },
        open: own.filter(({ state }) => isOpenMilestone(state)).length,
        accepted: own.filter(({ state }) => state === 'accepted').length,
      },
      credits: credits
        .filter(({ engagementId }) => engagementId === id)
        .map(({ currency, credited, earnedBack, net }) => ({
          credited: toMoneyText({ minor: credited, currency }),
          earnedBack: toMoneyText({ minor: earnedBack, currency }),
          net: toMoneyText({ minor: net, currency }),
        })),
      rating: mean === null ? null : { mean, trend },
    };
  };
}
