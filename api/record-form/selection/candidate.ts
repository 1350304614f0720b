import { NewCandidate } from '../../../domain/vendor/record-schema';
import { barIssues } from '../../../domain/vendor/status';
import { listVendors } from '../../../db/stores/vendor-master';
import { candidatesOf } from '../../../db/stores/vendors';
import { translate } from '../../../templates/catalog';
import { parseWith } from '../../parse';
import { recordCandidate } from '../../routes/selection/candidates';
import type { FormDefinition } from '../form';
import { openChoice } from '../needs-field';
import { one } from '../plan';

const MOST_VENDORS = 500;

/** A vendor that takes part without being invited to a tender. */
export const candidateForm: FormDefinition = {
  act: 'edit',
  anchor: 'selection',
  fields: async ({ db, row, locale }) => {
    const taken = new Set((await candidatesOf(db, row.id)).map(({ vendorId }) => vendorId));
    const vendors = await listVendors(db, { after: null, limit: MOST_VENDORS, today: '' });
    const options = vendors
      .filter((vendor) => barIssues(vendor).length === 0 && !taken.has(vendor.id))
      .map(({ id, name }) => ({ value: id, text: name }))
      .sort((a, b) => a.text.localeCompare(b.text));
    const field = openChoice('vendorId', translate(locale, 'fact.vendor'), { options, value: undefined });
    return [{ ...field, required: true }];
  },
  take: (deps, { context, typed, call }) => {
    const body = parseWith(NewCandidate, { vendorId: one(typed, 'vendorId') }, 'INVALID_FIELDS');
    return recordCandidate(deps, { ...call, params: { id: context.row.id }, body });
  },
};
