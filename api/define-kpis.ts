import { localDate } from '../domain/calendar/zone';
import { DomainError } from '../domain/errors';
import { checkVariables, parseFormula } from '../domain/kpi/formula';
import type { KpiDefinition } from '../domain/kpi/record-schema';
import { contractInForce } from '../db/read/contract-in-force';
import { saveKpis } from '../db/stores/kpis';
import type { Trx } from '../db/transaction';
import { editableIn } from './engagement-scope';
import { planAgain } from './plan-again';
import { changeRecord } from './record';
import type { Call } from './route';
import type { Services } from './services';

type Deps = Pick<Services, 'db' | 'gateway' | 'log'>;

/** Puts a set of KPIs in the place of the one before; those that have values may be redefined, not dropped. */
export async function defineKpis(
  { db, gateway, log }: Deps,
  call: Call<{ id: string }, unknown, unknown>,
  kpis: readonly KpiDefinition[],
): Promise<readonly KpiDefinition[]> {
  checkFormulas(kpis);
  const serving = await changeRecord(db, call, {
    act: 'edit',
    type: 'kpi.defined',
    write: async (trx, engagement) => {
      editableIn(engagement, ['NEEDS_ANALYSIS', 'VENDOR_SELECTION', 'CONTRACTING', 'TRANSITION_IN', 'IN_SERVICE']);
      await keepUsedKpis(trx, engagement.id, kpis);
      const today = localDate(engagement.time_zone, call.now);
      const contractVersion = (await contractInForce(trx, engagement.id, today))?.version ?? 0;
      await saveKpis(trx, engagement.id, { kpis, contractVersion });
      return engagement.state === 'IN_SERVICE';
    },
    payload: () => ({ keys: kpis.map(({ key }) => key) }),
  });
  if (serving) await planAgain({ gateway, log }, call.params.id);
  return kpis;
}

function checkFormulas(kpis: readonly KpiDefinition[]): void {
  const keys = kpis.map(({ key }) => key);
  for (const { formula, inputs = [] } of kpis) if (formula) checkVariables(parseFormula(formula), [...inputs, ...keys]);
}

/** A KPI with values is history: it may be redefined, not dropped. */
async function keepUsedKpis(trx: Trx, engagementId: string, kpis: readonly KpiDefinition[]): Promise<void> {
  const used = await trx<{ engagement_id: string; key: string }>('kpi_values')
    .where({ engagement_id: engagementId })
    .distinct('key');
  const dropped = used
    .filter(({ key }) => !kpis.some((kpi) => kpi.key === key))
    .map(({ key }) => ({ path: key, message: 'has values and cannot be dropped' }));
  if (dropped.length > 0) throw new DomainError('INVALID_FIELDS', 'A KPI with values cannot be dropped.', dropped);
}
