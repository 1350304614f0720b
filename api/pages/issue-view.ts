import type { Request } from 'express';
import { isOpenIssue, issueObjection, type IssueRecord, isUnanswered, overdueOf } from '../../domain/issue/issue';
import { ISSUE_STEPS, type Side } from '../../domain/issue/words';
import { RATING_FIELDS } from '../service-page/rating-form';
import type { IssueOnPage, TypedOnPage } from '../../templates/service-page-data';
import { fieldsSent, formField, LONGEST_TEXT, TOO_LONG } from './csrf';
import { faultsIn, type Refused } from './typed-faults';

/** What the last form held and what came of it; `about` is the issue, milestone, improvement plan or correction that it was about. */
export type Typed = TypedOnPage;

/** In the order in which forms ask for them. */
const FIELDS = [
  ...['title', 'severity', 'assignee', 'description', 'text', 'links', 'on', 'channel', 'participants', 'summary'],
  ...['milestoneTitle', 'milestoneText', 'due', 'fee', 'criteria', 'policyKey', 'note', 'done'],
  ...RATING_FIELDS,
];
/** The verdict on a criterion of a milestone. */
const VERDICT = /^(met|reason)-\d{1,2}$/;

export const UNTYPED: Typed = {
  about: '',
  act: '',
  place: '',
  fields: Object.fromEntries(FIELDS.map((name) => [name, ''])),
  refusal: null,
  faults: {},
  focus: null,
  done: null,
};

const ABOUT = ['issue', 'plan', 'correction', 'milestone', 'key'] as const;

/** What a form has of its own comes before what several forms have. */
const fieldsOf = (req: Request): readonly string[] => [
  ...fieldsSent(req).filter((name) => VERDICT.test(name)),
  ...FIELDS,
];

/** Everything that was typed, for the page that says why it was refused. */
export function typedIn(req: Request, refused: Refused): Typed {
  const act = formField(req, 'act');
  const fields = Object.fromEntries(fieldsOf(req).map((name) => [name, formField(req, name)]));
  const about = ABOUT.map((name) => formField(req, name)).find(Boolean) ?? '';
  const place = formField(req, 'measure');
  const { code: refusal, message: exact = null } = refused;
  return { about, act, place, fields, refusal, exact, ...faultsIn({ act, fields }, refused), done: null };
}

/** Texts that no browser would have let in, each by its field. */
export const tooLong = (req: Request): Refused => ({
  code: TOO_LONG,
  errors: fieldsOf(req)
    .filter((name) => formField(req, name).length > LONGEST_TEXT)
    .map((path) => ({ path, message: `must have at most ${LONGEST_TEXT} characters` })),
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
