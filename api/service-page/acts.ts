import type { Request } from 'express';
import { DomainError } from '../../domain/errors';
import { isOpenIssue } from '../../domain/issue/issue';
import { MeasureProgress } from '../../domain/improvement/schema';
import { NewIssue } from '../../domain/issue/schema';
import { ISSUE_STEPS } from '../../domain/issue/words';
import { Uuid } from '../../domain/shapes';
import { issuesOf } from '../../db/stores/issues';
import { reportProgress } from '../improvement-plans';
import { keepIssue, takeIssueStep } from '../issues';
import { formField, isTooLong, TOO_LONG } from '../pages/csrf';
import { planAgain } from '../plan-again';
import type { Services } from '../services';
import { markedIn, saveMarks } from './rating';
import { deliver } from './deliver';
import { giveBack } from './give-back';
import { changeAsVendor, type ServiceAct } from './writes';

export interface ServiceUse extends ServiceAct {
  readonly services: Services;
  readonly req: Request;
}

/** What came of a form: a refusal keeps everything that was typed, beside what it is about. */
export interface ServiceOutcome {
  readonly done: string | null;
  readonly refusal: string | null;
}

const refused = (refusal: string): ServiceOutcome => ({ done: null, refusal });
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
  const body = NewIssue.safeParse(typed);
  if (!body.success) return refused('ISSUE_UNREADABLE');
  await changeAsVendor(services.db, use, {
    type: 'issue.raised',
    write: async (held) => {
      const own = (await issuesOf(held.trx, held.engagement.id)).filter(
        ({ raisedBy, state }) => raisedBy === 'vendor' && isOpenIssue(state),
      );
      if (own.length >= MOST_OPEN)
        throw new DomainError('TOO_MANY_REQUESTS', `A vendor may have ${MOST_OPEN} open issues.`);
      return keepIssue(held, body.data, { id, actorId: null });
    },
    payload: ({ number, title, severity }) => ({ issueId: id, number, title, severity, assignee: 'us' }),
  });
  return { done: 'raise', refusal: null };
}

async function step(use: ServiceUse): Promise<ServiceOutcome> {
  const { services, req } = use;
  const [act, text] = [formField(req, 'act'), formField(req, 'text')];
  const word = ISSUE_STEPS.find((one) => one === act);
  const id = Uuid.safeParse(formField(req, 'issue'));
  if (!word || !id.success) return refused('DECISION_REQUIRED');
  if (text.length < 2) return refused('COMMENT_REQUIRED');
  await changeAsVendor(services.db, use, {
    type: `issue.${word}`,
    write: (held) => takeIssueStep(held, id.data, { step: word, side: 'vendor', actorId: null, text }),
    payload: ({ number, state }) => ({ issueId: id.data, number, state }),
  });
  return { done: word, refusal: null };
}

/** The vendor says how far one of its measures is. */
async function progress(use: ServiceUse): Promise<ServiceOutcome> {
  const { services, req } = use;
  const plan = Uuid.safeParse(formField(req, 'plan'));
  const body = MeasureProgress.safeParse({
    measure: Number(formField(req, 'measure')),
    text: formField(req, 'text'),
    done: formField(req, 'done') === '1',
  });
  if (!plan.success) return refused('DECISION_REQUIRED');
  if (!body.success) return refused('COMMENT_REQUIRED');
  await changeAsVendor(services.db, use, {
    type: 'improvement.update',
    write: (held) => reportProgress(held, plan.data, { progress: body.data, side: 'vendor', actorId: null }),
    payload: ({ number, state }) => ({ planId: plan.data, number, state, measure: body.data.measure }),
  });
  return { done: 'progress', refusal: null };
}

/** The vendor says what it thinks of us, or changes what it has said. */
async function rate(use: ServiceUse): Promise<ServiceOutcome> {
  const answer = markedIn(use.req);
  if (answer === null) return refused('RATING_INCOMPLETE');
  await changeAsVendor(use.services.db, use, {
    type: 'rating.given',
    write: (held) => saveMarks(held, use.link.vendor.id, answer),
    payload: ({ quarter }) => ({ quarter }),
  });
  return { done: 'rate', refusal: null };
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
  if (isTooLong(use.req)) return refused(TOO_LONG);
  try {
    const outcome = await actOf(formField(use.req, 'act'))(use);
    if (outcome.done !== null) await planAgain(use.services, use.link.engagement.id);
    return outcome;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return refused(error.code);
  }
}
