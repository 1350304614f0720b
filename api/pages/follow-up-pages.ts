import { Router } from 'express';
import { NewContact } from '../../domain/communication/schema';
import { DomainError } from '../../domain/errors';
import { IssueSaying, NewIssue } from '../../domain/issue/schema';
import { ISSUE_STEPS } from '../../domain/issue/words';
import { Uuid } from '../../domain/shapes';
import { communicationPlan } from '../../db/read/communication-plan';
import type { EngagementRow } from '../../db/stores/engagements';
import { parseWith } from '../parse';
import { etagOf } from '../precondition';
import { recordContact, recordPlan } from '../routes/communication';
import { recordIssue, recordStep } from '../routes/issues';
import { performOnCorrection } from './correction-form';
import { formField, isTooLong } from './csrf';
import { followUpData } from './follow-up-view';
import { performOnPlan } from './improvement-forms';
import { draftsOf, recordedForm } from './drafts';
import type { Guarded } from './guard';
import { countTodo } from './inbox-page';
import { tooLong, type Typed, typedIn, UNTYPED } from './issue-view';
import { performOnMilestone, planByForm } from './milestone-forms';
import { type PageDeps, queryText, sendPage, shellFor } from './reader';
import type { Requests } from './requests-port';
import { callOf, engagementOf, type Visit } from './visit';

/** The page on which people follow a running service up: its issues and who owes what. */
export function followUpPages(deps: PageDeps, { insider }: Guarded, requests: Requests): Router {
  const router = Router();
  router.get(
    '/engagements/:id/follow-up',
    insider((req, res, reader) =>
      show({ deps, requests, req, res, reader }, { ...UNTYPED, done: queryText(req, 'done') === '1' ? 'saved' : null }),
    ),
  );
  router.post(
    '/engagements/:id/follow-up',
    insider((req, res, reader) => act({ deps, requests, req, res, reader })),
  );
  return router;
}

const pathOf = ({ id }: Pick<EngagementRow, 'id'>): string => `/engagements/${id}/follow-up`;

async function show(visit: Visit, typed: Typed): Promise<void> {
  const { deps, requests, res, reader } = visit;
  const row = await engagementOf(visit);
  const todo = await countTodo(requests, reader.person.id);
  const action = pathOf(row);
  const shell = shellFor(reader, deps, {
    ...{ nav: 'engagements', title: `${row.number} ${row.title}`, todo },
    drafts: draftsOf(reader.person, action),
  });
  const data = await followUpData(deps.db, row, { person: reader.person, now: deps.clock(), typed });
  const hidden = { name: 'csrf', value: shell.csrf };
  const status = typed.refusal === null ? 200 : 422;
  sendPage(res, reader, { name: 'follow-up', status, data: { shell, ...data, action, hidden } });
}

/** The forms of the page do what the routes of the API do; a refusal keeps what was typed. */
async function act(visit: Visit): Promise<void> {
  const { req, res } = visit;
  const row = await engagementOf(visit);
  if (isTooLong(req)) return show(visit, typedIn(req, tooLong(req)));
  try {
    await perform(visit);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return show(visit, typedIn(req, error));
  }
  recordedForm(visit, pathOf(row));
  res.redirect(303, `${pathOf(row)}?done=1`);
}

function perform(visit: Visit): Promise<unknown> {
  const { deps, req } = visit;
  const id = String(req.params['id']);
  const field = (name: string): string => formField(req, name);
  if (field('act') === 'raise') {
    const typed = {
      title: field('title'),
      severity: field('severity'),
      assignee: field('assignee'),
      description: field('description'),
    };
    return recordIssue(deps, { ...callOf(visit), params: { id }, body: parseWith(NewIssue, typed, 'INVALID_FIELDS') });
  }
  if (field('act') === 'contact') {
    const participants = field('participants')
      .split(/[,;，；、]+/)
      .map((name) => name.trim())
      .filter(Boolean);
    const typed = { on: field('on'), channel: field('channel'), summary: field('summary'), participants };
    const body = parseWith(NewContact, typed, 'INVALID_FIELDS');
    return recordContact(deps, { ...callOf(visit), params: { id }, body });
  }
  if (field('act') === 'confirm-plan') return confirmPlan(visit);
  if (field('correction') !== '') return performOnCorrection(deps, { req, id, call: callOf(visit) });
  if (field('act') === 'milestone-plan') return planByForm(deps, { req, id, call: callOf(visit) });
  if (field('milestone') !== '') return performOnMilestone(deps, { req, id, call: callOf(visit) });
  if (field('plan') !== '') return performOnPlan(deps, { req, id, call: callOf(visit) });
  const step = ISSUE_STEPS.find((one) => one === field('act'));
  if (!step) throw new DomainError('DECISION_REQUIRED', 'Choose what to do.');
  const issueId = parseWith(Uuid, field('issue'), 'NOT_FOUND');
  const body = parseWith(IssueSaying, { comment: field('text') }, 'COMMENT_REQUIRED');
  return recordStep(deps, { ...callOf(visit), params: { id, issueId }, body }, step);
}

/** The plan that was derived becomes the plan that holds. */
async function confirmPlan(visit: Visit): Promise<unknown> {
  const row = await engagementOf(visit);
  const { plan, missing, version, origin } = await communicationPlan(visit.deps.db, row);
  if (missing.length > 0 || origin !== 'derived')
    throw new DomainError('STATE_CONFLICT', 'There is nothing to confirm.');
  return recordPlan(visit.deps, {
    ...callOf(visit),
    ifMatch: etagOf(version).etag,
    params: { id: row.id },
    body: plan,
  });
}
