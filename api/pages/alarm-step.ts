import type { Request } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../domain/errors';
import type { Person } from '../../domain/people/people';
import { ALARM_STEPS } from '../../domain/risk/alarm';
import { AlarmComment } from '../../domain/risk/alarm-schema';
import { Uuid } from '../../domain/shapes';
import type { AlarmRefusal } from '../../templates/risk-page-data';
import { readableAlarm, actOnAlarm } from '../alarms';
import { formField } from './csrf';
import type { PageDeps } from './reader';

/** Does what a form asks about an alarm; answers why not, or null. An alarm of another engagement does not exist here. */
export async function tryAlarmStep(
  deps: PageDeps,
  { req, person: actor }: { readonly req: Request; readonly person: Person },
): Promise<AlarmRefusal | null> {
  const step = ALARM_STEPS.find((one) => one === formField(req, 'step'));
  const said = AlarmComment.safeParse({ comment: formField(req, 'comment') });
  const id = Uuid.safeParse(req.params['alarm']);
  if (!id.success) throw noAlarm();
  const { engagementId } = await readableAlarm(deps.db, id.data, actor);
  if (engagementId !== req.params['id']) throw noAlarm();
  if (!step) return { refusal: 'DECISION_REQUIRED', exact: null };
  if (!said.success) return { refusal: 'COMMENT_REQUIRED', exact: null };
  const doing = { id: id.data, step, comment: said.data.comment, actor, channel: 'page' as const };
  try {
    await actOnAlarm(deps, { ...doing, now: deps.clock(), newId: uuidv7() });
    return null;
  } catch (error) {
    if (error instanceof DomainError && (error.code === 'STATE_CONFLICT' || error.code === 'FORBIDDEN'))
      return { refusal: error.code, exact: error.message };
    throw error;
  }
}

const noAlarm = (): DomainError => new DomainError('NOT_FOUND', 'There is no such alarm.');
