import { periodAt, shiftPeriod } from '../../../domain/calendar/periods';
import { translate } from '../../../templates/catalog';
import { parseWith } from '../../parse';
import { DefinitionQuery } from '../../routes/kpis';
import type { FormContext } from '../form';
import { type FieldPlan, given, one, type Typed } from '../plan';

/** How far ahead a change may be put on. */
const MONTHS = 13;

/** From when on what was changed counts, and why it was: asked once service has begun. */
export function beginningFields({ row, locale, now }: FormContext): readonly FieldPlan[] {
  if (row.live_on === null) return [];
  const running = periodAt(now, row.time_zone, 'monthly');
  const months = Array.from({ length: MONTHS }, (_, ahead) => shiftPeriod(running, ahead));
  const say = (key: string): string => translate(locale, `form.kpis.${key}`);
  return [
    {
      ...{ name: 'from', kind: 'choice', label: say('from'), hint: say('from-hint'), heading: say('beginning') },
      ...{ options: months.map((value) => ({ value, text: value })), value: running },
    },
    { name: 'reason', kind: 'text', label: say('reason'), hint: say('reason-hint') },
  ];
}

export const beginningIn = (typed: Typed) =>
  parseWith(
    DefinitionQuery,
    { ...given('from', one(typed, 'from')), ...given('reason', one(typed, 'reason')) },
    'INVALID_FIELDS',
  );
