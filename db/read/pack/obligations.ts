import { since } from '../obligation-agenda';
import { workCalendarOf } from '../work-calendar';
import { listActionItems } from '../../stores/action-items';
import { obligationsOf } from '../../stores/obligations';
import { isPending } from '../../../domain/action-item/kinds';
import type { ActionItemRecord } from '../../../domain/action-item/schema';
import { localDate } from '../../../domain/calendar/zone';
import { dueDatesAfter } from '../../../domain/contract/recurrence';
import type { PackObligation } from '../../../domain/review/pack-schema';
import type { Reading } from './index';

const MOST = 1_000;

/** Of each obligation: the tasks that fell due since the beginning of what is talked about or stand open, and the next date. */
export async function obligationsPart(reading: Reading): Promise<PackObligation[]> {
  const { trx, engagement, head, today, now } = reading;
  const calendar = await workCalendarOf(trx, engagement.time_zone);
  const items = await listActionItems(trx, { engagementId: engagement.id, after: null, limit: MOST });
  const lines = (await obligationsOf(trx, engagement.id)).flatMap((obligation) => {
    const { definition, duty } = obligation;
    const about = { title: duty === null ? definition.title : null, duty, party: definition.party };
    const tasks = items.flatMap((item) => {
      const due = localDate(engagement.time_zone, Date.parse(item.dueAt));
      const state = item.key.startsWith(`obligation:${obligation.id}:`) ? stateOf(item, now) : null;
      return state && (isPending(item.state) || due >= head.from) ? [{ ...about, due, state }] : [];
    });
    const [next] =
      obligation.state === 'active'
        ? dueDatesAfter(definition.schedule, since(obligation), { calendar, count: 1 })
        : [];
    return next === undefined || next < today ? tasks : [...tasks, { ...about, due: next, state: 'upcoming' as const }];
  });
  return lines.sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
}

function stateOf({ state, dueAt }: ActionItemRecord, now: number): PackObligation['state'] | null {
  if (state === 'cancelled') return null;
  if (!isPending(state)) return state === 'waived' ? 'waived' : 'done';
  return Date.parse(dueAt) < now ? 'overdue' : 'open';
}
