import { creditStatement } from '../../db/read/credits';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { kpisOf } from '../../db/stores/kpis';
import type { CreditsView } from '../../templates/score-page-data';
import { engagementSheets } from '../../templates/sheets';

const MONTHS = 12;
const TONES = { open: 'amber', upheld: 'green', rejected: 'red' } as const;

/** Service credits of the last invoices, and what was claimed against them. */
export async function creditsView(db: Db, engagement: EngagementRow, now: number): Promise<CreditsView> {
  const { items, claims, cumulative } = await creditStatement(db, engagement, { now });
  const kpis = await kpisOf(db, engagement.id);
  // One that the contract no longer has is called what its lines call it.
  const nameOf = (key: string): string => kpis.find((one) => one.key === key)?.name ?? key;
  return {
    sheets: engagementSheets(engagement.id, 'credits'),
    months: items.slice(0, MONTHS).map(({ invoice, lines }) => ({
      invoice,
      lines: lines.map(({ period, kpi, kind, money }) => ({ period, kpi: nameOf(kpi), kind, money })),
    })),
    claims: claims.toReversed().map(({ period, kpi, cause, reason, status }) => ({
      period,
      kpi: nameOf(kpi),
      cause,
      reason,
      status,
      tone: TONES[status],
    })),
    cumulative: cumulative && {
      months: cumulative.months,
      credited: cumulative.credited,
      atRisk: cumulative.atRisk,
      shareBp: cumulative.shareBp,
      reached: cumulative.shareBp >= cumulative.limitBp,
    },
  };
}
