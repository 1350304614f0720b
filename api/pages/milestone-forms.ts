import type { Request } from 'express';
import { DomainError } from '../../domain/errors';
import { MilestoneDelivery, MilestoneReason, MilestoneVerdict, NewMilestone } from '../../domain/milestone/schema';
import { Uuid } from '../../domain/shapes';
import { findMilestone } from '../../db/stores/milestones';
import { scopedEngagement } from '../engagement-scope';
import { acceptMilestone, rejectMilestone } from '../judge-milestone';
import { noMilestone } from '../milestones';
import { parseWith } from '../parse';
import { recordCancelling, recordDelivery } from '../routes/milestone-steps';
import { recordMilestone } from '../routes/milestones';
import { formField, linesOf } from './csrf';
import type { PageDeps } from './reader';
import type { FormCall } from './visit';

interface Sent {
  readonly req: Request;
  readonly id: string;
  readonly call: FormCall;
}

/** What a form says of a delivery, on the page of either side. */
export const deliveryTyped = (req: Request) => ({
  note: formField(req, 'text'),
  links: linesOf(formField(req, 'links')),
});

/** Plans a milestone by the form, with one criterion on each line. */
export async function planByForm(deps: PageDeps, { req, id, call }: Sent): Promise<unknown> {
  const field = (name: string): string => formField(req, name);
  const { currency } = await scopedEngagement(deps.db, id, { actor: call.actor, act: 'read' });
  const typed = {
    title: field('milestoneTitle'),
    description: field('milestoneText'),
    due: field('due'),
    ...(field('fee') !== '' && { fee: { amount: field('fee'), currency } }),
    criteria: linesOf(field('criteria')).map((text, index) => ({ key: `c${index + 1}`, text })),
    ...(field('policyKey') !== '' && { policyKey: field('policyKey') }),
  };
  return recordMilestone(deps, { ...call, params: { id }, body: parseWith(NewMilestone, typed, 'INVALID_FIELDS') });
}

/** The forms about a milestone do what its routes do. */
export function performOnMilestone(deps: PageDeps, { req, id, call }: Sent): Promise<unknown> {
  const params = { id, milestoneId: parseWith(Uuid, formField(req, 'milestone'), 'NOT_FOUND') };
  switch (formField(req, 'act')) {
    case 'milestone-deliver': {
      const on = formField(req, 'on');
      const typed = { ...deliveryTyped(req), ...(on !== '' && { on }) };
      return recordDelivery(deps, { ...call, params, body: parseWith(MilestoneDelivery, typed, 'INVALID_FIELDS') });
    }
    case 'milestone-accept':
      return verdictOf(deps, req, params).then((body) => acceptMilestone(deps, { ...call, params, body }));
    case 'milestone-reject':
      return verdictOf(deps, req, params).then((body) => rejectMilestone(deps, { ...call, params, body }));
    case 'milestone-cancel': {
      const body = parseWith(MilestoneReason, { reason: formField(req, 'text') }, 'COMMENT_REQUIRED');
      return recordCancelling(deps, { ...call, params, body });
    }
    default:
      throw new DomainError('DECISION_REQUIRED', 'Choose what to do.');
  }
}

interface Place {
  readonly id: string;
  readonly milestoneId: string;
}

/** What is ticked is met; what is not says why. */
async function verdictOf(deps: PageDeps, req: Request, { id, milestoneId }: Place): Promise<MilestoneVerdict> {
  const milestone = await findMilestone(deps.db, milestoneId);
  if (milestone?.engagementId !== id) throw noMilestone();
  const comment = formField(req, 'text');
  const criteria = milestone.criteria.map(({ key }, place) => {
    const reason = formField(req, `reason-${place}`);
    return { key, met: formField(req, `met-${place}`) === '1', ...(reason !== '' && { reason }) };
  });
  return parseWith(MilestoneVerdict, { criteria, ...(comment !== '' && { comment }) }, 'INVALID_FIELDS');
}
