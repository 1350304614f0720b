import { itemsOfKind } from '../../stores/action-items';
import { findPeople } from '../../stores/people';
import { reviewsOf } from '../../stores/reviews';
import { isPending } from '../../../domain/action-item/kinds';
import { startOfDate } from '../../../domain/calendar/zone';
import { actionKey } from '../../../domain/review/meeting';
import type { PackAction } from '../../../domain/review/pack-schema';
import type { Reading } from './index';

/** What earlier meetings agreed: all that is open, and what was closed since the beginning of what is talked about. */
export async function actionsPart({ trx, engagement, head, now }: Reading): Promise<PackAction[]> {
  const items = new Map((await itemsOfKind(trx, engagement.id, 'review-action')).map((item) => [item.key, item]));
  const people = await findPeople(
    trx,
    [...items.values()].map(({ assigneeId }) => assigneeId),
  );
  const since = startOfDate(engagement.time_zone, head.from);
  const reviews = (await reviewsOf(trx, engagement.id)).filter(({ id }) => id !== head.reviewId);
  return reviews.flatMap(({ id, kind, period, meeting }) =>
    meeting.actions.flatMap(({ title, party, due }, index) => {
      const item = items.get(actionKey(id, index));
      if (!item || (item.closedAt !== null && Date.parse(item.closedAt) < since)) return [];
      const owner = people.find((person) => person.id === item.assigneeId)?.name ?? '';
      const overdue = isPending(item.state) && Date.parse(item.dueAt) < now;
      return [{ title, party: party ?? 'us', owner, due, state: item.state, overdue, from: { kind, period } }];
    }),
  );
}
