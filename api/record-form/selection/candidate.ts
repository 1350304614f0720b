import { DomainError } from '../../../domain/errors';
import { NewCandidate } from '../../../domain/vendor/record-schema';
import { barIssues } from '../../../domain/vendor/status';
import { candidatesOf } from '../../../db/stores/vendors';
import { translate } from '../../../templates/catalog';
import { parseWith } from '../../parse';
import { recordCandidate } from '../../routes/selection/candidates';
import type { FormDefinition } from '../form';
import { openChoice } from '../needs-field';
import { one } from '../plan';
import { namedVendors, vendorChoice } from './vendor-choice';

/** A vendor that takes part without being invited to a tender. */
export const candidateForm: FormDefinition = {
  act: 'edit',
  place: 'selection',
  fields: async (context) => {
    const { db, row, locale } = context;
    const taken = new Set((await candidatesOf(db, row.id)).map(({ vendorId }) => vendorId));
    const { options, named } = await vendorChoice(context, {
      takesPart: (vendor) => barIssues(vendor).length === 0 && !taken.has(vendor.id),
    });
    const field = openChoice('vendorId', translate(locale, 'fact.vendor'), { options, value: undefined });
    return [{ ...field, required: named.length === 0 }, ...named];
  },
  take: async (deps, { context, typed, call }) => {
    const chosen = [one(typed, 'vendorId'), ...(await namedVendors(context.db, typed))].filter(Boolean);
    if (new Set(chosen).size > 1)
      throw new DomainError('INVALID_FIELDS', 'One vendor at a time.', [{ path: 'vendorId', message: 'must be one' }]);
    const body = parseWith(NewCandidate, { vendorId: chosen[0] ?? '' }, 'INVALID_FIELDS');
    return recordCandidate(deps, { ...call, params: { id: context.row.id }, body });
  },
};
