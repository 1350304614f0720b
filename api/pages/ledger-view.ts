import { periodAt, shiftPeriod } from '../../domain/calendar/periods';
import { engagementCarbon } from '../../db/read/carbon';
import { kpiForecasts } from '../../db/read/kpi-forecast';
import { managementCosts } from '../../db/read/management-cost';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { carbonView } from '../../templates/carbon-page-data';
import type { EngagementParts } from '../../templates/engagement-page-data';
import { forecastsView } from '../../templates/forecast-page-data';
import { costView } from '../../templates/ledger-page-data';
import { invoicesView } from './invoices-view';
import type { Beholder } from './selection-view';

const MONTHS = 6;

/** What managing the vendor cost and the service emitted, what was invoiced, and where the KPIs are going. */
export async function ledgerPart(
  db: Db,
  row: EngagementRow,
  { person, now }: Beholder,
): Promise<Pick<EngagementParts['delivery'], 'cost' | 'carbon' | 'invoices' | 'forecasts'>> {
  const { locale } = person;
  const to = periodAt(now, row.time_zone, 'monthly');
  const span = { from: shiftPeriod(to, 1 - MONTHS), to };
  const [costs, carbon, invoices, forecasts] = await Promise.all([
    managementCosts(db, row, span),
    engagementCarbon(db, row, span),
    invoicesView(db, { row, person }),
    kpiForecasts(db, row.id),
  ]);
  return {
    cost: costView(costs, { id: row.id, locale }),
    invoices,
    carbon: carbonView(carbon, locale),
    forecasts: forecastsView(forecasts, locale),
  };
}
