import type { ContractBody } from '../../../domain/contract/schema';
import { kpisOf } from '../../../db/stores/kpis';
import { translate } from '../../../templates/catalog';
import type { FormContext } from '../form';
import { type ListPlan, type ListRow } from '../form-list';
import { openChoice } from '../needs-field';
import { percentIn, percentText } from '../percent';
import { figure } from '../plan';

type Sla = NonNullable<ContractBody['slas']>[number];
export const SLAS = 'slas';

/** Targets of the contract with the part of the fee that each puts at risk. */
export async function slaList({ db, row, locale }: FormContext, known: readonly Sla[]): Promise<ListPlan<Sla>> {
  const kpis = await kpisOf(db, row.id);
  const others = known.filter(({ kpiId }) => !kpis.some(({ key }) => key === kpiId));
  const options = [
    ...kpis.map(({ key, name }) => ({ value: key, text: name })),
    ...others.map(({ kpiId }) => ({ value: kpiId, text: kpiId })),
  ];
  const say = (key: string): string => translate(locale, `form.contract.${key}`);
  const plain = { kind: 'figure', most: 20 } as const;
  return {
    name: SLAS,
    most: 100,
    heading: (place) => translate(locale, 'form.contract.sla', { place }),
    parts: (sla) => [
      openChoice('kpiId', translate(locale, 'engagement.kpi'), { options, value: sla?.kpiId }),
      { ...plain, name: 'expected', label: say('expected'), value: sla?.expected?.toString() ?? '' },
      { ...plain, name: 'target', label: say('target'), value: sla?.target.toString() ?? '' },
      { ...plain, name: 'poolBp', label: say('pool'), hint: '%', value: percentText(sla?.poolBp) },
      { ...plain, name: 'allocBp', label: say('alloc'), hint: '%', value: percentText(sla?.allocBp) },
    ],
  };
}

export const slaIn = ({ text }: ListRow) => {
  const [expected, target] = [figure(text('expected')), figure(text('target'))];
  return {
    kpiId: text('kpiId'),
    ...(expected !== null && { expected }),
    ...(target !== null && { target }),
    poolBp: percentIn(text('poolBp')),
    allocBp: percentIn(text('allocBp')),
  };
};
