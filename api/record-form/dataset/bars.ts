import { DomainError } from '../../../domain/errors';
import { HoldBody, WaiverBody } from '../../../domain/exit/schema';
import { listDatasets } from '../../../db/stores/datasets';
import { activeHolds, proposedWaiver, waitingDays, type Waiver } from '../../../db/stores/exit-holds';
import { translate } from '../../../templates/catalog';
import {
  confirmWaitingDays,
  HOLD_LIFTERS,
  HOLDERS,
  liftHold,
  recordHold,
  recordWaitingDays,
} from '../../deletion-bars';
import { parseWith } from '../../parse';
import { checkAccess, checkFresh } from '../../session';
import type { FormContext, FormDefinition } from '../form';
import { openChoice } from '../needs-field';
import { figure, given, one } from '../plan';
import { checkSure, sureField } from './sure';

/** How long data stays after its receiver has it. */
export const waitingPeriodForm: FormDefinition = {
  act: 'edit',
  place: 'datasets',
  fields: async ({ db, row, locale }) => {
    const say = (key: string): string => translate(locale, `form.waiting-period.${key}`);
    const now = String(await waitingDays(db, row.id));
    return [
      { name: 'days', kind: 'figure', label: say('days'), hint: say('days-hint'), required: true, most: 4, value: now },
      { name: 'reason', kind: 'text', label: say('reason'), required: true },
    ];
  },
  take: (deps, { context, typed, call }) => {
    const wanted = { days: figure(one(typed, 'days')), reason: one(typed, 'reason') };
    const body = parseWith(WaiverBody, wanted, 'INVALID_FIELDS');
    return recordWaitingDays(deps, { ...call, params: { id: context.row.id }, body });
  },
};

/** Behind `?of=` what somebody else has proposed. */
export const waitingConfirmForm: FormDefinition = {
  act: 'read',
  place: 'datasets',
  fields: async (context) => {
    const { days, reason } = await proposalOf(context);
    return [sureField(context, 'form.waiting-period-confirm.sure', { days: String(days), reason })];
  },
  take: async (deps, { context, typed, call }) => {
    const { id: item } = await proposalOf(context);
    checkSure(typed);
    checkFresh(call.session, deps);
    return confirmWaitingDays(deps, { ...call, params: { id: context.row.id, item }, body: null });
  },
};

async function proposalOf({ db, row, item }: FormContext): Promise<Waiver> {
  const found = await proposedWaiver(db, row.id);
  if (found?.id !== item) throw new DomainError('NOT_FOUND', 'Nobody proposes this waiting period any more.');
  return found;
}

/** Nothing is deleted while it stands. */
export const holdForm: FormDefinition = {
  act: 'read',
  place: 'datasets',
  fields: async ({ db, row, locale }) => {
    const say = (key: string): string => translate(locale, `form.legal-hold.${key}`);
    const options = (await listDatasets(db, row.id)).map(({ key, title }) => ({ value: key, text: title }));
    return [
      { ...openChoice('datasetKey', say('dataset'), { options, value: undefined }), hint: say('dataset-hint') },
      { name: 'reason', kind: 'text', label: say('reason'), required: true },
    ];
  },
  take: (deps, { context, typed, call }) => {
    checkAccess(HOLDERS, call.actor);
    const wanted = { reason: one(typed, 'reason'), ...given('datasetKey', one(typed, 'datasetKey')) };
    const body = parseWith(HoldBody, wanted, 'INVALID_FIELDS');
    return recordHold(deps, { ...call, params: { id: context.row.id }, body });
  },
};

/** Behind `?of=` the hold that ends. */
export const holdLiftForm: FormDefinition = {
  act: 'read',
  place: 'datasets',
  fields: async (context) => {
    const { reason } = await holdOf(context);
    return [sureField(context, 'form.legal-hold-lift.sure', { reason })];
  },
  take: async (deps, { context, typed, call }) => {
    checkAccess(HOLD_LIFTERS, call.actor);
    const { id: item } = await holdOf(context);
    checkSure(typed);
    checkFresh(call.session, deps);
    return liftHold(deps, { ...call, params: { id: context.row.id, item }, body: null });
  },
};

async function holdOf({ db, row, item }: FormContext) {
  const found = (await activeHolds(db, row.id)).find(({ id }) => id === item);
  if (!found) throw new DomainError('NOT_FOUND', 'The engagement has no such hold in force.');
  return found;
}
