import type { KpiDefinition } from '../kpi/record-schema';
import type { Locale } from '../people/people';
import type { ServiceTypeBody } from './service-type-schema';

/** The ready KPIs of a service type as the KPIs of an engagement, named in one language. */
export const catalogueKpis = ({ kpis }: Pick<ServiceTypeBody, 'kpis'>, locale: Locale): KpiDefinition[] =>
  kpis.map(({ names, ...definition }) => ({ ...definition, name: names[locale] }));
