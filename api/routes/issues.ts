import { z } from 'zod';
import { fieldError } from '../../domain/errors';
import { localDate } from '../../domain/calendar/zone';
import { IssueSaying, IssueView, NewIssue } from '../../domain/issue/schema';
import { ISSUE_STATES, ISSUE_STEPS, type IssueStep } from '../../domain/issue/words';
import { Uuid } from '../../domain/shapes';
import { findIssue, listIssues } from '../../db/stores/issues';
import type { EngagementRow } from '../../db/stores/engagements';
import { scopedEngagement } from '../engagement-scope';
import { issueView, keepIssue, noIssue, takeIssueStep } from '../issues';
import { numberCursor, pageOf, pageQuery, toPage } from '../paging';
import { planAgain } from '../plan-again';
import { changeRecord } from '../record';
import { type Call, created, ok, type Route, route } from '../route';
import type { Services } from '../services';
import { EngagementParams } from './engagements';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

/** What goes wrong in the service and is put right between both sides, with the time each of them takes. */
export const issueRoutes = (deps: Deps): readonly Route[] => [
  raise(deps),
  list(deps),
  one(deps),
  ...ISSUE_STEPS.map((step) => take(deps, step)),
];

const common = { tag: 'Delivery', access: 'insiders' } as const;

type RaiseCall = Call<EngagementParams, unknown, NewIssue>;

const raise = (deps: Deps): Route =>
  route<EngagementParams, unknown, NewIssue>({
    ...common,
    method: 'post',
    path: '/engagements/{id}/issues',
    summary: 'Raise an issue; the clocks of its severity run in business time (setting `issue-rules`)',
    params: EngagementParams,
    body: NewIssue,
    answers: { 201: IssueView },
    handle: async (call) =>
      created(`/api/v1/engagements/${call.params.id}/issues/${call.newId}`, await recordIssue(deps, call)),
  });

/** Raises an issue for a person of ours; also what the vendor has said by another way. */
export async function recordIssue(deps: Deps, call: RaiseCall): Promise<IssueView> {
  const { params, body, newId: id, actor, now } = call;
  const issue = await changeRecord(deps.db, call, {
    act: 'edit',
    type: 'issue.raised',
    write: (trx, engagement) => {
      checkDue(engagement, body, now);
      return keepIssue({ trx, engagement, now }, body, { id, actorId: actor.id });
    },
    payload: ({ number, severity, assignee }) => ({ issueId: id, number, title: body.title, severity, assignee }),
  });
  await planAgain(deps, params.id);
  return issueView(issue, now);
}

function checkDue({ time_zone }: EngagementRow, { due }: NewIssue, now: number): void {
  if (due !== undefined && due < localDate(time_zone, now)) throw fieldError('due', 'lies in the past');
}

const Filter = z.strictObject({ ...pageQuery, state: z.enum(ISSUE_STATES).optional() });
type Filter = z.infer<typeof Filter>;

const list = ({ db }: Deps): Route =>
  route<EngagementParams, Filter>({
    ...common,
    method: 'get',
    path: '/engagements/{id}/issues',
    summary: 'Issues of an engagement, oldest first',
    params: EngagementParams,
    query: Filter,
    answers: { 200: pageOf(IssueView) },
    handle: async ({ params, query, actor, now }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const { limit, cursor, state } = query;
      const after = numberCursor(cursor);
      const states = state === undefined ? null : [state];
      const found = await listIssues(db, { engagementId: params.id, states, after, limit: limit + 1 });
      return ok(
        toPage(
          found.map((issue) => issueView(issue, now)),
          limit,
          ({ number }) => [number],
        ),
      );
    },
  });

const One = z.strictObject({ id: Uuid, issueId: Uuid });
type One = z.infer<typeof One>;

const one = ({ db }: Deps): Route =>
  route<One>({
    ...common,
    method: 'get',
    path: '/engagements/{id}/issues/{issueId}',
    summary: 'Read an issue with all that was said about it',
    params: One,
    answers: { 200: IssueView },
    handle: async ({ params, actor, now }) => {
      await scopedEngagement(db, params.id, { actor, act: 'read' });
      const issue = await findIssue(db, params.issueId);
      if (issue?.engagementId !== params.id) throw noIssue();
      return ok(issueView(issue, now));
    },
  });

const SUMMARY: Readonly<Record<IssueStep, string>> = {
  answer: 'Answer an issue that lies with us; the first answer stops the response clock',
  comment: 'Say something about an issue',
  resolve: 'Say that an issue that lies with us is put right',
  close: 'Close an issue: it is put right, or no longer matters',
  reopen: 'Open an issue again: its clocks start anew',
};

const take = (deps: Deps, step: IssueStep): Route =>
  route<One, unknown, IssueSaying>({
    ...common,
    method: 'post',
    path: `/engagements/{id}/issues/{issueId}/${step}`,
    summary: SUMMARY[step],
    params: One,
    body: IssueSaying,
    answers: { 200: IssueView },
    handle: async (call) => ok(await recordStep(deps, call, step)),
  });

/** Takes one of our steps about an issue. */
export async function recordStep(
  deps: Deps,
  call: Call<One, unknown, IssueSaying>,
  step: IssueStep,
): Promise<IssueView> {
  const { params, body, actor, now } = call;
  const issue = await changeRecord(deps.db, call, {
    act: 'edit',
    type: `issue.${step}`,
    write: (trx, engagement) =>
      takeIssueStep({ trx, engagement, now }, params.issueId, {
        step,
        side: 'us',
        actorId: actor.id,
        text: body.comment,
      }),
    payload: ({ number, state }) => ({ issueId: params.issueId, number, state }),
  });
  await planAgain(deps, params.id);
  return issueView(issue, now);
}
