import { z } from 'zod';
import { Instant, Key, LocalDate, Uuid } from '../shapes';
import { PolicyBody } from './schema';
import { REQUEST_STATUSES } from './words';

/** A day stands for its first moment in `from` and its last one in `to`, in UTC. */
const Moment = z.union([LocalDate, Instant]);

export const BacktestBody = z.strictObject({
  candidate: PolicyBody,
  /** Requests opened within this time. */
  from: Moment,
  to: Moment,
  limit: z.int().min(1).max(1_000).default(200),
});
export type BacktestBody = Readonly<z.infer<typeof BacktestBody>>;

export const VERDICTS = ['same', 'other-approvers', 'other-outcome', 'cannot-tell'] as const;
export type BacktestVerdict = (typeof VERDICTS)[number];

const Seat = z.strictObject({ stepKey: Key, personId: Uuid });
const Difference = <T extends z.ZodType>(item: T) =>
  z.strictObject({ added: z.array(item).readonly(), removed: z.array(item).readonly() });
const Outcome = z.enum(REQUEST_STATUSES);
const Hours = z.number().nullable();

export const BacktestLine = z.strictObject({
  requestId: Uuid,
  title: z.string(),
  startedAt: Instant,
  policyVersion: z.int(),
  verdict: z.enum(VERDICTS),
  /** Why nothing can be told, else null. */
  reason: z.string().nullable(),
  firstDivergingStep: z.string().nullable(),
  steps: Difference(Key),
  approvers: Difference(Seat),
  outcome: z.strictObject({ before: Outcome, after: Outcome.nullable() }),
  /** Business hours from the opening of the last round to its end; estimates, see `assumptions`. */
  hours: z.strictObject({ before: Hours, after: Hours, delta: Hours }),
  /** Answers in the candidate's course that nobody gave at the time. */
  assumedAnswers: z.int(),
});
export type BacktestLine = Readonly<z.infer<typeof BacktestLine>>;

export const ASSUMPTIONS = [
  'Compared is the last round of each request that ended by a decision; others are counted in leftOut.',
  'People who were asked then answer as they did and as fast as they did.',
  'People who were not asked, or had not answered when the step ended, are taken to approve after the median time of their own answers in this sample, or of everybody’s where they gave none.',
  'A step that names people in the same way asks whom it asked then; every other step asks the directory and the absences of today.',
  'Fields that a requester might have filled in otherwise under the candidate are taken as they were.',
] as const;

export const Backtest = z.strictObject({
  policyKey: Key,
  /** The calendar in whose business hours times are given. */
  calendar: z.string(),
  totals: z.strictObject({
    examined: z.int(),
    same: z.int(),
    otherApprovers: z.int(),
    otherOutcome: z.int(),
    cannotTell: z.int(),
    stepsAdded: z.int(),
    stepsRemoved: z.int(),
    /** Sum over the requests whose both courses end. */
    deltaHours: z.number(),
    /** Requests of the time that did not end by a decision, by their status. */
    leftOut: z.record(z.string(), z.int()),
    /** Whether older requests were left out because of `limit`. */
    truncated: z.boolean(),
  }),
  items: z.array(BacktestLine).readonly(),
  assumptions: z.array(z.string()).readonly(),
});
export type Backtest = Readonly<z.infer<typeof Backtest>>;
