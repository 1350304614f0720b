import { QUADRANTS } from '../../domain/planning/catalogue';
import type { SwotItem } from '../../domain/planning/schema';
import { labelOf, translate } from '../../templates/catalog';
import type { FormContext } from './form';
import type { ListPlan, ListRow } from './form-list';
import { openChoice, optionsOf, rating } from './needs-field';
import { figure, given } from './plan';

/** The entries of a SWOT. */
export const swotList = (context: FormContext): ListPlan<SwotItem> => {
  const { locale } = context;
  const say = (key: string): string => translate(locale, `form.needs-case.${key}`);
  return {
    name: 'swotItems',
    most: 200,
    heading: (place) => translate(locale, 'form.needs-case.swot', { place }),
    parts: (known) => [
      openChoice('quadrant', say('quadrant'), {
        options: optionsOf(QUADRANTS, 'field', context),
        value: known?.quadrant,
      }),
      { name: 'text', kind: 'line', label: labelOf(locale, 'field', 'text'), most: 200, value: known?.text ?? '' },
      rating('impact', say('impact'), known?.impact),
      rating('likelihoodOrFit', say('fit'), known?.likelihoodOrFit),
      {
        ...{ name: 'mitigation', kind: 'text', label: labelOf(locale, 'field', 'mitigation') },
        hint: say('mitigation-hint'),
        value: known?.mitigation ?? '',
      },
      {
        ...{ name: 'evidenceUrl', kind: 'line', label: say('evidence'), hint: say('evidence-hint'), most: 2000 },
        value: known?.evidenceUrl ?? '',
      },
    ],
  };
};

export const swotIn = (rows: readonly ListRow[]) =>
  rows.map(({ text }) => {
    const [impact, fit] = [figure(text('impact')), figure(text('likelihoodOrFit'))];
    return {
      ...given('quadrant', text('quadrant')),
      text: text('text'),
      ...(impact !== null && { impact }),
      ...(fit !== null && { likelihoodOrFit: fit }),
      ...given('mitigation', text('mitigation')),
      ...given('evidenceUrl', text('evidenceUrl')),
    };
  });
