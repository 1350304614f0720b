import { frequencyOf } from '../../domain/calendar/periods';
import { z } from 'zod';
import { throughGate } from '../demo/engagement';
import { Anything } from '../demo/http';
import { reportValues } from '../demo/service';
import { holder, type Play } from '../demo/stage';
import { until } from '../parts/processes';
import { reviewWorkflowId } from '../../workflows/ids';
import type { LeapingClock } from './clock';

const Dates = z.looseObject({
  coming: z.array(
    z.looseObject({ key: z.string(), kind: z.string(), at: z.string(), facts: z.record(z.string(), z.string()) }),
  ),
  done: z.array(z.looseObject({ key: z.string() })),
});
type Coming = z.infer<typeof Dates>['coming'][number];
const Review = z.looseObject({ id: z.string(), period: z.string(), state: z.string(), meetingAt: z.string() });
type Review = z.infer<typeof Review>;
const Reviews = z.looseObject({ items: z.array(Review) });

const LIMIT_MS = 20_000;
/** Just past the instant: a longer leap would run on over the tasks that the instant sets off. */
const PAST_MS = 1_000;
/** Every so many periods the vendor is late and is reminded once more. */
const LATE_EVERY = 6;

/** Lets the years of a service pass; people answer what they are asked as it comes. */
export async function passYears(play: Play, { clock, until: end }: Span): Promise<void> {
  const periods: string[] = [];
  for (let meeting = await nextMeeting(play); ;) {
    const due = await nextDates(play);
    const at = Math.min(instantOf(due[0]?.at), instantOf(meeting?.meetingAt));
    if (at > end) return clock.leapTo(end);
    await clock.leapTo(at + PAST_MS);
    const [met, dated] = [
      meeting && instantOf(meeting.meetingAt) === at,
      due.filter((one) => instantOf(one.at) === at),
    ];
    if (meeting && met) await hold(play, { clock, meeting });
    for (const date of dated) await act(play, date, periods);
    if (met || dated.some(({ kind }) => kind === 'review-open')) meeting = await nextMeeting(play);
    play.say(`it is ${new Date(clock.now()).toISOString().slice(0, 10)}`);
  }
}

async function act(play: Play, date: Coming, periods: string[]): Promise<void> {
  await untilDone(play, date);
  await answer(play, date, periods);
}

const instantOf = (at: string | undefined): number => (at === undefined ? Infinity : Date.parse(at));

interface Span {
  readonly clock: LeapingClock;
  /** Epoch milliseconds. */
  readonly until: number;
}

const dates = ({ admin, id }: Play) => admin({ method: 'GET', path: `/engagements/${id}/calendar` }, Dates);

/** What falls due next, all that share one instant. */
async function nextDates(play: Play): Promise<readonly Coming[]> {
  const { coming } = await dates(play);
  return coming.filter(({ at }) => at === coming[0]?.at);
}

async function nextMeeting({ admin, id }: Play): Promise<Review | undefined> {
  const { items } = await admin({ method: 'GET', path: `/engagements/${id}/reviews` }, Reviews);
  return items.filter(({ state }) => state === 'scheduled').toSorted((a, b) => (a.meetingAt < b.meetingAt ? -1 : 1))[0];
}

/** The workflow acts on its dates by itself; its record shows when it has. */
const untilDone = (play: Play, { key }: Coming): Promise<void> =>
  until(async () => (await dates(play)).done.some((one) => one.key === key), {
    limitMs: LIMIT_MS,
    sentence: `The workflow did not act on ${key}.`,
  });

/** Values come after the first reminder, from a late vendor after the second; a contract without tacit renewal is renewed. */
async function answer(play: Play, { key, kind, facts }: Coming, periods: string[]): Promise<void> {
  const { period = '' } = facts;
  if (kind === 'kpi-open') periods.push(period);
  const round = periods.filter((one) => frequencyOf(one) === frequencyOf(period)).indexOf(period);
  const late = round % LATE_EVERY === LATE_EVERY - 1;
  if (kind === 'kpi-reminder' && key.endsWith(late ? ':2' : ':1'))
    await reportValues(play, { period, round, frequency: frequencyOf(period) });
  if (kind === 'notice-reminder' && key.endsWith(':1') && play.example.contract.renewal === 'express')
    await renew(play, key);
}

const renew = (play: Play, occasion: string): Promise<void> =>
  throughGate(play, {
    gate: 'renewal',
    by: 'contractManager',
    body: { decision: 'renew' },
    comment: 'The service has earned it.',
    occasion,
  });

async function hold(
  play: Play,
  { clock, meeting: { id, period } }: Pick<Span, 'clock'> & { readonly meeting: Review },
): Promise<void> {
  const ours = holder(play, 'serviceManager');
  const theirs = holder(play, 'vendorRep');
  const steps = [
    { by: ours, name: 'held', body: { participants: [ours.name, theirs.name] } },
    { by: ours, name: 'minutes', body: { text: `Scorecard of ${period} looked at; no open points.` } },
    { by: ours, name: 'approve', body: { side: 'us' } },
    { by: theirs, name: 'approve', body: { side: 'vendor' } },
  ];
  for (const { by, name, body } of steps)
    await by.call(
      { method: 'POST', path: `/reviews/${id}/${name}`, body, key: `rehearsal-${id}-${name}-${by.id}` },
      Anything,
    );
  // Both sides have approved: the review is over.
  await clock.passEndOf(reviewWorkflowId(id));
}
