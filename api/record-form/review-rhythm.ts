import { REVIEW_RHYTHMS } from '../../domain/engagement/agenda';
import { Rhythm } from '../../domain/review/record-schema';
import { translate } from '../../templates/catalog';
import { printOf } from '../drawn-from';
import { parseWith } from '../parse';
import { recordRhythm } from '../routes/reviews/rhythm';
import type { FormDefinition } from './form';
import { optionsOf } from './needs-field';
import { printIn } from './newer';
import { one, printField } from './plan';

/** How often the service is reviewed. */
export const reviewRhythmForm: FormDefinition = {
  act: 'edit',
  place: 'reviews',
  fields: (context) => {
    const { review_rhythm: value } = context.row;
    const label = translate(context.locale, 'form.review-rhythm.rhythm');
    const options = optionsOf(REVIEW_RHYTHMS, 'review-rhythm', context);
    return Promise.resolve([
      printField(printOf(value)),
      { name: 'rhythm', kind: 'choice', label, required: true, options, value },
    ]);
  },
  take: (deps, { context, typed, call }) => {
    const body = parseWith(Rhythm, { rhythm: one(typed, 'rhythm') }, 'INVALID_FIELDS');
    return recordRhythm(deps, { ...call, params: { id: context.row.id }, body }, printIn(typed));
  },
};
