import { ExitReviewContent, LEAVING_STATUSES } from '../../domain/exit/review-schema';
import { exitReviewFacts } from '../../db/read/exit-review';
import { findExitReview } from '../../db/stores/exit-reviews';
import { labelOf, translate } from '../../templates/catalog';
import { parseWith } from '../parse';
import { recordExitReview } from '../routes/exit-review';
import type { FormDefinition } from './form';
import { lookBackFields, lookBackIn } from './look-back';
import { one } from './plan';

/** The last look back on an engagement. */
export const exitReviewForm: FormDefinition = {
  act: 'edit',
  place: { page: '/exit', part: 'review' },
  fields: async (context) => {
    const { db, row, locale } = context;
    const stored = await findExitReview(db, row.id);
    const { proposedVendorStatus } = stored?.facts ?? (await exitReviewFacts(db, row));
    return [
      {
        name: 'summary',
        kind: 'text',
        label: translate(locale, 'form.exit-review.summary'),
        required: true,
        value: stored?.content.summary ?? '',
      },
      ...lookBackFields(context, stored?.content ?? null),
      {
        name: 'vendorStatus',
        kind: 'choice',
        heading: translate(locale, 'form.exit-review.vendor'),
        label: translate(locale, 'form.exit-review.vendor-status'),
        hint: translate(locale, 'form.exit-review.proposed', {
          status: labelOf(locale, 'vendor-status', proposedVendorStatus),
        }),
        options: LEAVING_STATUSES.map((value) => ({ value, text: labelOf(locale, 'vendor-status', value) })),
        value: stored?.content.vendorStatus ?? proposedVendorStatus,
      },
    ];
  },
  take: async (deps, { context, typed, call }) => {
    const { db, row } = context;
    const written = (await findExitReview(db, row.id))?.content ?? null;
    const wanted = {
      summary: one(typed, 'summary'),
      ...lookBackIn(typed, context, written),
      vendorStatus: one(typed, 'vendorStatus'),
    };
    const body = parseWith(ExitReviewContent, wanted, 'INVALID_FIELDS');
    return recordExitReview(deps, { ...call, params: { id: row.id }, body });
  },
};
