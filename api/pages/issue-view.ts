import type { Request } from 'express';
import { isOpenIssue, issueObjection, type IssueRecord, isUnanswered, overdueOf } from '../../domain/issue/issue';
import { ISSUE_STEPS, type Side } from '../../domain/issue/words';
import { RATING_FIELDS } from '../service-page/rating-form';
import type { IssueOnPage, TypedOnPage } from '../../templates/service-page-data';
import { formField } from './csrf';

/** What the last form held and what came of it; `about` is the issue, milestone, improvement plan or correction that it was about. */
export type Typed = TypedOnPage;

const FIELDS = [
  ...['title', 'severity', 'description', 'text', 'on', 'channel', 'participants', 'summary'],
  ...['milestoneTitle', 'milestoneText', 'due', 'fee', 'criteria', 'policyKey', 'links'],
  ...RATING_FIELDS,
];
/** The verdict on a criterion of a milestone. */
const VERDICT = /^(met|reason)-\d{1,2}$/;

export const UNTYPED: Typed = {
  about: '',
  fields: Object.fromEntries(FIELDS.map((name) => [name, ''])),
  refusal: null,
  done: null,
};

const ABOUT = ['issue', 'plan', 'correction', 'milestone'] as const;

const fieldsOf = (req: Request): readonly string[] => {
  const sent: unknown = req.body;
  const names = typeof sent === 'object' && sent !== null ? Object.keys(sent) : [];
  return [...FIELDS, ...names.filter((name) => VERDICT.test(name))];
};

/** Everything that was typed, for the page that says why it was refused. */
export const typedIn = (req: Request, refusal: string | null): Typed => ({
  about: ABOUT.map((name) => formField(req, name)).find(Boolean) ?? '',
  fields: Object.fromEntries(fieldsOf(req).map((name) => [name, formField(req, name)])),
  refusal,
  done: null,
});

interface Seen {
  readonly side: Side;
  readonly now: number;
  readonly typed: Typed;
  /** Whether anything can be done about it at all. */
  readonly running: boolean;
  /** Null where the reader sees sides and no people. */
  readonly nameOf: (id: string) => string | null;
}

/** An issue as one of its sides sees it. */
export function issueForPage(issue: IssueRecord, { side, now, typed, running, nameOf }: Seen): IssueOnPage {
  const { id, state, clocks, remarks } = issue;
  const isTyped = typed.about === id;
  return {
    id,
    number: issue.number,
    title: issue.title,
    severity: issue.severity,
    state,
    assignee: issue.assignee,
    openedAt: issue.openedAt,
    answerDueAt: isUnanswered(state) ? clocks.answerDueAt : null,
    resolveDueAt: isOpenIssue(state) ? clocks.resolveDueAt : null,
    overdue: overdueOf(issue, now),
    remarks: remarks.map(({ at, side: by, actorId, step, text }) => ({
      at,
      side: by,
      name: actorId && nameOf(actorId),
      step,
      text,
    })),
    offers: running ? ISSUE_STEPS.filter((step) => issueObjection(issue, step, side) === null) : [],
    text: isTyped ? (typed.fields['text'] ?? '') : '',
    refusal: isTyped ? typed.refusal : null,
  };
}
