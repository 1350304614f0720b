import { paceSamples, type Pace, peopleThen, recordedScript, roundStart, usualPace } from '../domain/approval/backtest';
import { cannotTell, compareCourses, totalsOf } from '../domain/approval/backtest-compare';
import { ASSUMPTIONS, type Backtest, type BacktestBody, type BacktestLine } from '../domain/approval/backtest-schema';
import { stepApplies } from '../domain/approval/branching';
import type { Found } from '../domain/approval/events';
import { allSteps } from '../domain/approval/flow';
import { openRequest } from '../domain/approval/reducer';
import type { PolicyBody } from '../domain/approval/schema';
import type { RequestState } from '../domain/approval/state';
import { PLAIN_TIME } from '../domain/calendar/plain-time';
import { DomainError, fieldError } from '../domain/errors';
import { peopleForStep, type Snapshot, snapshotOf, type StepQuery } from '../db/read/approval-answers';
import { decidedRequests, type PastQuery, type PastRequest, undecidedCounts } from '../db/read/past-requests';
import { playRequest } from '../db/read/play-request';
import { policyFor } from './policy-preview';
import { checkAnswerable } from './requests';
import type { Services } from './services';

type Db = Services['db'];

/** What past requests would have become under a candidate. It only reads; nobody hears of it. */
export async function backtestPolicy(db: Db, key: string, body: BacktestBody): Promise<Backtest> {
  const policy = await policyFor(db, key, body);
  const candidate = await snapshotOf(db, policy);
  const calendar = calendarOf(body.candidate);
  const query: PastQuery = { policyKey: key, ...spanOf(body), limit: body.limit + 1 };
  const found = await decidedRequests(db, query);
  const sample = found.slice(0, body.limit);
  const pace = paceOf(sample, candidate.calendars[calendar] ?? PLAIN_TIME);
  const directory = rememberingDirectory(db);
  const items: BacktestLine[] = [];
  for (const past of sample) items.push(await lineOf(db, past, { candidate, pace, directory }));
  const leftOut = await undecidedCounts(db, query);
  const totals = totalsOf(items, { leftOut, truncated: found.length > sample.length });
  return { policyKey: key, calendar, totals, items, assumptions: ASSUMPTIONS };
}

/** The yardstick of all times: the candidate's own calendar, or that of its first step with an SLA. */
const calendarOf = ({ settings, steps }: PolicyBody): string =>
  settings.calendar ?? allSteps(steps).find(({ sla }) => sla !== undefined)?.sla?.calendar ?? '24x7';

const DAY_MS = 86_400_000;

function spanOf({ from, to }: BacktestBody): { readonly from: number; readonly to: number } {
  const [first, last] = [Date.parse(from), Date.parse(to) + (to.includes('T') ? 0 : DAY_MS - 1)];
  if (last < first) throw fieldError('to', 'is before from');
  return { from: first, to: last };
}

const paceOf = (sample: readonly PastRequest[], calendar: Pace['calendar']): Pace => ({
  calendar,
  usualMs: usualPace(sample.flatMap(({ state }) => paceSamples(state, calendar))),
});

interface Trial {
  readonly candidate: Snapshot;
  readonly pace: Pace;
  readonly directory: Directory;
}

async function lineOf(db: Db, past: PastRequest, trial: Trial): Promise<BacktestLine> {
  const { state, title, data } = past;
  const { calendar } = trial.pace;
  const unanswered = unanswerable(trial.candidate, data);
  if (unanswered !== null) return cannotTell(state, title, unanswered);
  if (!state.policy) return cannotTell(state, title, NOT_REPRODUCED);
  const own: Snapshot = { policy: state.policy, calendars: state.calendars };
  const before = await courseOf(db, past, { ...trial, candidate: own });
  if (before.status !== state.status) return cannotTell(state, title, NOT_REPRODUCED);
  const after = await courseOf(db, past, trial);
  return compareCourses({ title, past: state, before, after, calendar });
}

const NOT_REPRODUCED = 'The recorded answers alone do not lead to the recorded end.';

/** What the candidate asks of the subject that a request of that time does not say. */
function unanswerable({ policy }: Snapshot, data: PastRequest['data']): string | null {
  try {
    checkAnswerable(policy, data);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}

async function courseOf(db: Db, { state, data, roles }: PastRequest, trial: Trial): Promise<RequestState> {
  const { id: requestId, policyKey, gate, requesterId, excludedIds, ccIds, select, subjectHash, latestAt } = state;
  const input = { requestId, policyKey, gate, requesterId, excludedIds, ccIds, select, subjectHash, latestAt };
  const played = await playRequest(db, {
    opened: openRequest(input, roundStart(state)),
    snapshot: { ...trial.candidate, ...(state.editorIds && { editorIds: state.editorIds }) },
    data,
    roles,
    script: recordedScript(state, trial.pace),
    people: async (query) => peopleThen(state, query.step, await trial.directory(query)),
  });
  return played.state;
}

type Directory = (query: StepQuery) => Promise<Found>;

/** Many requests ask the same of the directory: each question goes there once. */
function rememberingDirectory(db: Db): Directory {
  const known = new Map<string, Promise<Found>>();
  return async (query) => {
    const { when: _when, ...step } = query.step;
    // Today's absences say nothing about then: the first revision of the rules does not follow them.
    const question = { ...query, step, data: {}, now: 0 };
    const key = JSON.stringify(question);
    const found = known.get(key) ?? peopleForStep(db, question);
    known.set(key, found);
    const applies = stepApplies(query.step, query.data);
    return { ...(await found), applies };
  };
}
