import type { Request } from 'express';
import { DomainError } from '../../domain/errors';
import { ImprovementPlanChange, PlanReason } from '../../domain/improvement/schema';
import { Uuid } from '../../domain/shapes';
import { parseWith } from '../parse';
import { recordAgreement, recordPlanCancelling, recordPlanChange } from '../routes/improvement-plans';
import { formField } from './csrf';
import type { PageDeps } from './reader';
import type { FormCall } from './visit';

interface Sent {
  readonly req: Request;
  readonly id: string;
  readonly call: FormCall;
}

/** The forms about an improvement plan do what its routes do. */
export function performOnPlan(deps: PageDeps, { req, id, call }: Sent): Promise<unknown> {
  const field = (name: string): string => formField(req, name);
  const params = { id, planId: parseWith(Uuid, field('plan'), 'NOT_FOUND') };
  switch (field('act')) {
    case 'plan-agree':
      return recordAgreement(deps, { ...call, params, body: {} });
    case 'plan-cancel':
      return recordPlanCancelling(deps, {
        ...call,
        params,
        body: parseWith(PlanReason, { reason: field('text') }, 'COMMENT_REQUIRED'),
      });
    case 'progress': {
      const progress = { measure: Number(field('measure')), text: field('text'), done: field('done') === '1' };
      const body = parseWith(ImprovementPlanChange, { progress }, 'COMMENT_REQUIRED');
      return recordPlanChange(deps, { ...call, params, body });
    }
    default:
      throw new DomainError('DECISION_REQUIRED', 'Choose what to do.');
  }
}
