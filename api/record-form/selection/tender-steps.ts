import { DomainError } from '../../../domain/errors';
import { ReasonBody } from '../../../domain/tender/schema';
import { invitationsOf } from '../../../db/stores/tenders';
import { vendorNames } from '../../../db/read/vendors-named';
import { translate } from '../../../templates/catalog';
import { parseWith } from '../../parse';
import { cancelTender, resendInvitation } from '../../routes/tender/steps';
import type { FormDefinition } from '../form';
import { one } from '../plan';

/** Nobody bids any more, and what was handed in is never opened. */
export const tenderCancelForm: FormDefinition = {
  act: 'edit',
  place: { page: '/tender', part: 'terms' },
  fields: ({ locale }) =>
    Promise.resolve([
      { name: 'reason', kind: 'text', label: translate(locale, 'form.tender-cancel.reason'), required: true },
    ]),
  take: (deps, { context, typed, call }) => {
    const body = parseWith(ReasonBody, { reason: one(typed, 'reason') }, 'INVALID_FIELDS');
    return cancelTender(deps, { ...call, params: { id: context.row.id }, body });
  },
};

/** Behind `?of=` the invitation whose link goes to the contact on file once more. */
export const invitationResendForm: FormDefinition = {
  act: 'edit',
  place: { page: '/tender', part: 'invited' },
  fields: async ({ db, row, item, locale }) => {
    const found = (await invitationsOf(db, row.id)).find(({ id }) => id === item);
    if (!found) throw new DomainError('NOT_FOUND', 'There is no such invitation.');
    const name = (await vendorNames(db, [found.vendorId])).get(found.vendorId) ?? found.vendorId;
    const label = translate(locale, 'form.invitation-resend.sure');
    return [{ name: 'sure', kind: 'tick', label, heading: name, value: '1' }];
  },
  take: (deps, { context, call }) => {
    const params = { id: context.row.id, invitationId: context.item };
    return resendInvitation(deps, { ...call, params, body: {} });
  },
};
