import { localDate } from '../../domain/calendar/zone';
import { engagementObjection, openEngagement } from '../../domain/engagement/engagement';
import { Reason } from '../../domain/engagement/schema';
import type { Person } from '../../domain/people/people';
import type { EngagementRow } from '../../db/stores/engagements';
import { translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { checkAccess } from '../session';
import { steerEngagement } from '../routes/gates';
import type { FormDefinition } from './form';
import { one } from './plan';

type Step = 'suspend' | 'resume' | 'withdraw' | 'cancel';

const form = (name: Step): FormDefinition => ({
  act: name === 'cancel' ? 'close' : 'edit',
  place: 'delivery',
  fields: ({ locale, person }) => {
    checkRole(name, person);
    return Promise.resolve([
      { name: 'reason', kind: 'text', label: translate(locale, `form.${name}.reason`), required: true },
    ]);
  },
  take: (deps, { context, typed, call }) => {
    checkRole(name, call.actor);
    const body = parseWith(Reason, { reason: one(typed, 'reason') }, 'INVALID_FIELDS');
    return steerEngagement(
      deps,
      { ...call, params: { id: context.row.id }, body },
      { name, act: name === 'cancel' ? 'close' : 'edit' },
    );
  },
});

/** As its route has it. */
function checkRole(name: Step, person: Person): void {
  if (name === 'cancel') checkAccess(['admin'], person);
}

/** The service stands still from today on. */
export const suspendForm = form('suspend');
/** It goes on. */
export const resumeForm = form('resume');

/** It is given up before its contract is signed. */
export const withdrawForm = form('withdraw');
/** It ends for a reason outside its course. */
export const cancelForm = form('cancel');

/** Which of the two an engagement offers now. */
export function suspensionForms(row: EngagementRow, now: number): readonly ('suspend' | 'resume')[] {
  const { exit_effective_date: effectiveDate, exit_cause: cause } = row;
  const engagement = {
    ...openEngagement(row.id),
    state: row.state,
    suspendedFrom: row.suspended_from,
    exit: effectiveDate === null ? null : { cause: cause ?? 'other', effectiveDate },
  };
  const on = localDate(row.time_zone, now);
  if (engagementObjection(engagement, { type: 'suspended', on }) === null) return ['suspend'];
  return engagementObjection(engagement, { type: 'resumed' }) === null ? ['resume'] : [];
}
