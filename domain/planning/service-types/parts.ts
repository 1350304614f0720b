import type { Bilingual } from '../../shapes';
import type { CatalogueKpiInput, ServiceTypeBody } from '../service-type-schema';

/** The same words in both languages. */
export const both = (en: string, zh: string): Bilingual => ({ en, 'zh-CN': zh });

type KpiPart = Omit<CatalogueKpiInput, 'key' | 'names'>;
export const kpi = (key: string, names: Bilingual, part: KpiPart): ServiceTypeBody['kpis'][number] => ({
  key,
  names,
  ...part,
  frequency: part.frequency ?? 'monthly',
});

/** A KPI that is computed as a share of two counts, in percent. */
export const share = (part: string, whole: string): Pick<KpiPart, 'unit' | 'source' | 'formula' | 'inputs'> => ({
  unit: '%',
  source: 'formula',
  formula: `{${part}} / {${whole}} * 100`,
  inputs: [part, whole],
});

type Clause = ServiceTypeBody['clauses'][number];
export const clause = (code: string, names: Bilingual, text: Bilingual): Clause => ({ code, names, text });

type Check = ServiceTypeBody['checklist'][number];
export const check = (gate: Check['gate'], key: string, text: Bilingual): Check => ({
  gate,
  key,
  text,
  required: false,
});

type Measure = ServiceTypeBody['measures'][number];
export const measure = (
  objective: Measure['objective'],
  name: Bilingual,
  part: Pick<Measure, 'unit' | 'direction'>,
): Measure => ({
  objective,
  name,
  ...part,
});
