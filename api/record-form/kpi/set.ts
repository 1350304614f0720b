import { z } from 'zod';
import { DomainError, type Issue } from '../../../domain/errors';
import { checkFormulas } from '../../../domain/kpi/formula-set';
import { KpiDefinition, KpiSet, unevenWeights } from '../../../domain/kpi/record-schema';
import { catalogueKpis } from '../../../domain/planning/service-type';
import { serviceTypeOf } from '../../../db/read/service-types';
import { kpisOf } from '../../../db/stores/kpis';
import { defineKpis } from '../../define-kpis';
import { printOf } from '../../drawn-from';
import { parseWith } from '../../parse';
import type { FormContext, FormDefinition } from '../form';
import { atPlace, listFields, type ListRow, rowsIn } from '../form-list';
import { printIn } from '../newer';
import { percentText } from '../percent';
import { printField } from '../plan';
import { beginningFields, beginningIn } from './beginning';
import { KPIS, kpiList, kpisIn } from './kpi-list';

/** All KPIs of a service at once, for their weights make a whole. */
export const kpisForm: FormDefinition = {
  act: 'edit',
  place: 'delivery',
  fields: async (context) => [
    printField(printOf(await kpisOf(context.db, context.row.id))),
    ...listFields(kpiList(context), await knownKpis(context), context),
    ...beginningFields(context),
  ],
  take: async (deps, { context, typed, call }) => {
    const known = await knownKpis(context);
    const rows = rowsIn(typed, { name: KPIS });
    const wanted = kpisIn(rows, known);
    try {
      const definition = { kpis: setOf(wanted), ...beginningIn(typed), print: printIn(typed) };
      await defineKpis(deps, { ...call, params: { id: context.row.id }, body: {} }, definition);
    } catch (error) {
      throw error instanceof DomainError ? onLines(error, { rows, wanted, known }) : error;
    }
  },
};

/** Those of the record; before there are any, what is proposed for this kind of service. */
async function knownKpis({ db, row, locale }: FormContext): Promise<readonly KpiDefinition[]> {
  const kpis = await kpisOf(db, row.id);
  return kpis.length > 0 ? kpis : catalogueKpis(await serviceTypeOf(db, row.service_type), locale);
}

function setOf(wanted: readonly object[]): readonly KpiDefinition[] {
  const kpis = parseWith(z.array(KpiDefinition), wanted, 'INVALID_FIELDS');
  const errors = unevenWeights(kpis).map(({ frequency, total }) => ({
    path: `${kpis.findIndex((kpi) => kpi.frequency === frequency)}.weightBp`,
    message: `weights of ${frequency} KPIs add up to ${percentText(total)} %, not to 100 %`,
  }));
  if (errors.length > 0) throw new DomainError('INVALID_FIELDS', 'The weights do not make a whole.', errors);
  return parseWith(KpiSet, kpis, 'INVALID_FIELDS');
}

interface Sent {
  readonly rows: readonly ListRow[];
  readonly wanted: readonly Readonly<Record<string, unknown>>[];
  readonly known: readonly KpiDefinition[];
}

/** Each fault at the line that it is about. */
const onLines = (error: DomainError, sent: Sent): DomainError =>
  new DomainError(
    error.code,
    error.message,
    error.errors.map((issue) => placed(issue, sent)),
  );

function placed({ path, message }: Issue, { rows, wanted, known }: Sent): Issue {
  const onRow = (row: string): Issue => atPlace({ path: `${KPIS}.${row}`, message }, [{ name: KPIS, rows }]);
  if (path === 'expression') return onRow(`${faultyFormula(wanted)}.formula`);
  const asked = wanted.findIndex(({ key }) => key === path);
  // KPIs that need each other are named by the key of one of them.
  if (asked >= 0) return onRow(`${asked}.formula`);
  const dropped = known.findIndex(({ key }) => key === path);
  if (dropped >= 0) return { path: `${KPIS}.${dropped}.gone`, message };
  return /^\d/.test(path) ? onRow(path) : { path, message };
}

/** The line whose formula cannot be worked out: formulas are refused one at a time, without their place. */
function faultyFormula(wanted: Sent['wanted']): number {
  const kpis = parseWith(z.array(KpiDefinition), wanted, 'INVALID_FIELDS');
  return kpis.findIndex((_, place) => {
    try {
      checkFormulas(kpis.map((kpi, other) => (other === place ? kpi : { ...kpi, formula: undefined })));
      return false;
    } catch {
      return true;
    }
  });
}
