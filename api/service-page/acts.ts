import type { Request } from 'express';
import { DomainError } from '../../domain/errors';
import { isOpenIssue } from '../../domain/issue/issue';
import { MeasureProgress } from '../../domain/improvement/schema';
import { IssueSaying, NewIssue } from '../../domain/issue/schema';
import { ISSUE_STEPS } from '../../domain/issue/words';
import { Uuid } from '../../domain/shapes';
import { issuesOf } from '../../db/stores/issues';
import { reportProgress } from '../improvement-plans';
import { keepIssue, takeIssueStep } from '../issues';
import { parseWith } from '../parse';
import { formField, isTooLong } from '../pages/csrf';
import { tooLong } from '../pages/issue-view';
import { planAgain } from '../plan-again';
import type { Services } from '../services';
import { markedIn, saveMarks } from './rating';
import { deliver } from './deliver';
import { giveBack } from './give-back';
import { doneAs, refusedAs, type ServiceOutcome } from './outcome';
import { changeAsVendor, type ServiceAct } from './writes';

export interface ServiceUse extends ServiceAct {
  readonly services: Services;
  readonly req: Request;
}

const MOST_OPEN = 50;

async function raise(use: ServiceUse): Promise<ServiceOutcome> {
  const { services, req, actId: id } = use;
  const field = (name: string): string => formField(req, name);
  const typed = {
    title: field('title'),
    severity: field('severity'),
    description: field('description'),
    raisedBy: 'vendor',
    assignee: 'us',
  };
  const body = parseWith(NewIssue, typed, 'INVALID_FIELDS');
  await changeAsVendor(services.db, use, {
    type: 'issue.raised',
    write: async (held) => {
      const own = (await issuesOf(held.trx, held.engagement.id)).filter(
        ({ raisedBy, state }) => raisedBy === 'vendor' && isOpenIssue(state),
      );
      if (own.length >= MOST_OPEN)
        throw new DomainError('TOO_MANY_REQUESTS', `A vendor may have ${MOST_OPEN} open issues.`);
      return keepIssue(held, body, { id, actorId: null });
    },
    payload: ({ number, title, severity }) => ({ issueId: id, number, title, severity, assignee: 'us' }),
  });
  return doneAs('raise');
}

async function step(use: ServiceUse): Promise<ServiceOutcome> {
  const { services, req } = use;
  const word = ISSUE_STEPS.find((one) => one === formField(req, 'act'));
  const id = Uuid.safeParse(formField(req, 'issue'));
  if (!word || !id.success) return refusedAs('DECISION_REQUIRED');
  const { comment: text } = parseWith(IssueSaying, { comment: formField(req, 'text') }, 'COMMENT_REQUIRED');
  await changeAsVendor(services.db, use, {
    type: `issue.${word}`,
    write: (held) => takeIssueStep(held, id.data, { step: word, side: 'vendor', actorId: null, text }),
    payload: ({ number, state }) => ({ issueId: id.data, number, state }),
  });
  return doneAs(word);
}

/** The vendor says how far one of its measures is. */
async function progress(use: ServiceUse): Promise<ServiceOutcome> {
  const { services, req } = use;
  const plan = Uuid.safeParse(formField(req, 'plan'));
  if (!plan.success) return refusedAs('DECISION_REQUIRED');
  const typed = {
    measure: Number(formField(req, 'measure')),
    text: formField(req, 'text'),
    done: formField(req, 'done') === '1',
  };
  const body = parseWith(MeasureProgress, typed, 'COMMENT_REQUIRED');
  await changeAsVendor(services.db, use, {
    type: 'improvement.update',
    write: (held) => reportProgress(held, plan.data, { progress: body, side: 'vendor', actorId: null }),
    payload: ({ number, state }) => ({ planId: plan.data, number, state, measure: body.measure }),
  });
  return doneAs('progress');
}

/** The vendor says what it thinks of us, or changes what it has said. */
async function rate(use: ServiceUse): Promise<ServiceOutcome> {
  const answer = markedIn(use.req);
  await changeAsVendor(use.services.db, use, {
    type: 'rating.given',
    write: (held) => saveMarks(held, use.link.vendor.id, answer),
    payload: ({ quarter }) => ({ quarter }),
  });
  return doneAs('rate');
}

const actOf = (act: string): ((use: ServiceUse) => Promise<ServiceOutcome>) => ACTS[act] ?? step;

const ACTS: Readonly<Record<string, (use: ServiceUse) => Promise<ServiceOutcome>>> = {
  raise,
  progress,
  rate,
  'milestone-deliver': deliver,
  'give-back': giveBack,
};

/** Does what a form asks for; a refusal of the rules comes back as an outcome, a fault of the system is thrown. */
export async function actOnService(use: ServiceUse): Promise<ServiceOutcome> {
  if (isTooLong(use.req)) return { refused: tooLong(use.req) };
  try {
    const outcome = await actOf(formField(use.req, 'act'))(use);
    if (!outcome.refused) await planAgain(use.services, use.link.engagement.id);
    return outcome;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { refused: error };
  }
}
