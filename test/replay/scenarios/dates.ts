import { v7 as uuidv7 } from 'uuid';
import type { Activities } from '../../../activities';
import type { AgendaItem } from '../../../domain/engagement/agenda';
import { agendaOfItems, turnsOver } from '../../fakes/agenda';
import { type Acting, alone, DAY, type Fakes, type Scenario } from '../scenario';

const item = (key: string, at: number): AgendaItem => ({ key, kind: 'kpi-open', at, facts: {} });
const QUIET = { mails: [], reviews: [], replan: false, relabel: false };
type Deed = Awaited<ReturnType<Activities['performAgenda']>>;

interface Watched {
  readonly name: string;
  readonly story: string;
  /** Days from the beginning on which something is due. */
  readonly days: readonly number[];
  readonly deed?: (count: number) => Partial<Deed>;
  readonly meanwhile?: (acting: Acting) => Promise<void>;
}

const order = (start: number) => {
  const reviewId = uuidv7();
  return { reviewId, engagementId: 'e1', kind: 'monthly', period: '2027-01', inviteAt: start + 1, meetingAt: start + 2, minutesDueAt: start + 3, missedAt: start + 4, oneTimer: true };
};
const letter = { key: 'm', kind: 'kpi-request', recipientId: 'ann', engagementId: 'e1', facts: {}, now: 1 } as const;

const watched: readonly Watched[] = [
  { name: 'nothing-due', story: 'Nothing is due, and it is stopped.', days: [] },
  { name: 'dates', story: 'Three dates come round.', days: [1, 2, 40] },
  { name: 'same-instant', story: 'Two dates at one instant are one step.', days: [1, 1, 2] },
  { name: 'mails', story: 'Dates send mails.', days: [1, 2], deed: () => ({ mails: [letter] }) },
  { name: 'moves-dates', story: 'What is done moves dates.', days: [1, 2, 3], deed: (count) => ({ replan: count === 1 }) },
  { name: 'labels', story: 'What is done changes what lists show.', days: [1, 2], deed: () => ({ relabel: true }) },
  { name: 'reviews', story: 'A review is opened.', days: [1, 2], deed: (count) => ({ reviews: count === 1 ? [order(Date.now())] : [] }) },
  { name: 'told-anew', story: 'Dates change while it sleeps.', days: [5], meanwhile: ({ handle }) => handle.signal('replan') },
  { name: 'stopped-asleep', story: 'It is stopped while it sleeps.', days: [5], meanwhile: ({ handle }) => handle.signal('stopMonitoring') },
  { name: 'overdue', story: 'What was due before it began is done at once.', days: [-3, -2, 1] },
  { name: 'long', story: 'So many dates that it hands over to further runs.', days: Array.from({ length: 90 }, (_none, n) => n + 1) },
];

const WAYS = [
  { suffix: '', part: { inTurns: true }, before: [] },
  { suffix: '-by-plan', part: {}, before: [] },
  { suffix: '-by-plan-before-relabel', part: {}, before: ['relabel'] },
] as const;

const monitoring = (one: Watched, { suffix, part, before }: (typeof WAYS)[number]): Scenario => ({
  name: `monitoring/${one.name}${suffix}`,
  story: one.story,
  before,
  play: async (stage) => {
    const { temporal } = stage;
    const start = await temporal.now();
    const items = one.days.map((day, n) => item(`d${n}`, start + day * DAY));
    let count = 0;
    const deeds = {
      planAgenda: agendaOfItems(items),
      performAgenda: () => Promise.resolve({ ...QUIET, ...one.deed?.((count += 1)) }),
    };
    const activities = { ...deeds, takeTurn: turnsOver(deeds), sendMail: () => Promise.resolve(), ...REVIEWS } as Fakes;
    const args = [{ engagementId: 'e1', cursor: { at: start - 10 * DAY, key: '' }, ...part }];
    const meanwhile = async (acting: Acting): Promise<void> => {
      await one.meanwhile?.(acting);
      await temporal.sleep((Math.max(0, ...one.days) + 1) * DAY);
      await acting.handle.signal('stopMonitoring').catch(() => undefined);
      await acting.handle.result();
    };
    return alone(stage, activities, { type: 'monitoringWorkflow', workflowId: `monitoring-${uuidv7()}`, args, meanwhile });
  },
});

const REVIEWS = { inviteToReview: () => Promise.resolve([]), recordMissedReview: () => Promise.resolve([]) };

interface Kept {
  readonly name: string;
  readonly story: string;
  /** Days from the beginning on which the keeper finds something to do; null once nothing is known. */
  readonly days: readonly number[];
  readonly meanwhile: (acting: Acting, start: number) => Promise<void>;
}

const sleep = (days: number) => ({ temporal }: Acting) => temporal.sleep(days * DAY);
const keeper: readonly Kept[] = [
  { name: 'idle', story: 'No date is known.', days: [], meanwhile: sleep(1) },
  { name: 'dates', story: 'One date after the other.', days: [1, 2, 3], meanwhile: sleep(4) },
  { name: 'told', story: 'It hears of an earlier date and looks sooner.', days: [20], meanwhile: async (on, start) => { await sleep(1)(on); await on.handle.signal('dateMoved', start + 2 * DAY); await sleep(3)(on); } },
  { name: 'told-later', story: 'It hears of a later date than it knew.', days: [2], meanwhile: async (on, start) => { await on.handle.signal('dateMoved', start + 9 * DAY); await sleep(3)(on); } },
  { name: 'told-while-idle', story: 'It knew no date and hears of one that has passed.', days: [], meanwhile: async (on, start) => { await on.handle.signal('dateMoved', start - DAY); await sleep(1)(on); } },
  { name: 'long', story: 'It hands over to further runs.', days: Array.from({ length: 80 }, (_none, n) => n + 1), meanwhile: sleep(81) },
];

const dateKeeper = ({ name, story, days, meanwhile }: Kept): Scenario => ({
  name: `date-keeper/${name}`,
  story,
  play: async (stage) => {
    const start = await stage.temporal.now();
    const keepDates: Activities['keepDates'] = ({ now }) => {
      const next = days.map((day) => start + day * DAY).find((at) => at > now);
      return Promise.resolve(next ?? null);
    };
    return alone(stage, { keepDates }, {
      ...{ type: 'dateKeeperWorkflow', workflowId: `date-keeper-${uuidv7()}`, args: [] },
      meanwhile: async (acting) => {
        await meanwhile(acting, start);
        await acting.handle.terminate();
      },
    });
  },
});

export const dateScenarios = (): readonly Scenario[] => [
  ...WAYS.flatMap((way) => watched.map((one) => monitoring(one, way))),
  ...keeper.map(dateKeeper),
];
