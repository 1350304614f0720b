import { z } from 'zod';
import { KpiDefinition, KpiSet } from '../kpi/record-schema';
import { Bilingual, Key, LongText, noRepeats } from '../shapes';
import { OBJECTIVES } from './catalogue';

/** Gates that have a checklist. */
export const CHECKED_GATES = ['needs', 'award', 'contract'] as const;
export type CheckedGate = (typeof CHECKED_GATES)[number];

/** A KPI as the catalogue keeps it: the definition of an engagement's KPI with its name in both languages. */
const { name: _name, ...definition } = KpiDefinition.shape;
export const CatalogueKpi = z.strictObject({ ...definition, names: Bilingual });
export type CatalogueKpiInput = z.input<typeof CatalogueKpi>;
const CatalogueClause = z.strictObject({
  code: z.string().regex(/^[A-Z][A-Z0-9_]{1,39}$/, 'a clause code such as DATA_SECURITY'),
  names: Bilingual,
  text: z.strictObject({ en: LongText.min(1), 'zh-CN': LongText.min(1) }),
});
const CatalogueCheck = z.strictObject({
  key: Key,
  gate: z.enum(CHECKED_GATES),
  text: Bilingual,
  /** An open required item keeps the gate shut; an advisory one is shown to its approvers. */
  required: z.boolean(),
});
const CatalogueMeasure = z.strictObject({
  objective: z.enum(OBJECTIVES),
  name: Bilingual,
  unit: z.string().trim().max(40),
  direction: z.enum(['maximise', 'minimise']),
});

/** What comes ready with a type of service. */
export const ServiceTypeBody = z
  .strictObject({
    names: Bilingual,
    summary: Bilingual,
    kpis: z.array(CatalogueKpi).min(1).max(100),
    clauses: z.array(CatalogueClause).max(100).superRefine(noRepeats('code')),
    checklist: z.array(CatalogueCheck).max(200).superRefine(noRepeats('key')),
    measures: z.array(CatalogueMeasure).max(200),
  })
  .superRefine(({ kpis }, ctx) => {
    const found = KpiSet.safeParse(kpis.map(({ names, ...rest }) => ({ ...rest, name: names.en })));
    for (const issue of found.error?.issues ?? [])
      ctx.addIssue({ code: 'custom', path: ['kpis', ...issue.path], message: issue.message });
  });
export type ServiceTypeBody = z.infer<typeof ServiceTypeBody>;
