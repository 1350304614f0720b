import type { Request } from 'express';
import { DomainError } from '../../domain/errors';
import { CORRECTION_ACTS } from '../../domain/kpi/correction';
import { CorrectionComment } from '../../domain/kpi/correction-schema';
import { Uuid } from '../../domain/shapes';
import { parseWith } from '../parse';
import { recordCorrection } from '../routes/kpi-corrections';
import { formField } from './csrf';
import type { PageDeps } from './reader';
import type { FormCall } from './visit';

interface Sent {
  readonly req: Request;
  readonly id: string;
  readonly call: FormCall;
}

/** The form about a value that waits for a second person does what its routes do. */
export async function performOnCorrection(deps: PageDeps, { req, id, call }: Sent): Promise<void> {
  const act = CORRECTION_ACTS.find((one) => one === formField(req, 'act'));
  if (!act) throw new DomainError('DECISION_REQUIRED', 'Choose what to do.');
  const params = { id, correction: parseWith(Uuid, formField(req, 'correction'), 'NOT_FOUND') };
  const text = formField(req, 'text').trim();
  const body = parseWith(CorrectionComment, text === '' ? {} : { comment: text }, 'INVALID_FIELDS');
  await recordCorrection(deps, { ...call, params, body }, act);
}
