import { frequencyOf } from '../domain/calendar/periods';
import { DomainError } from '../domain/errors';
import { healthOf } from '../domain/engagement/health';
import { correctionAccess, type CorrectionAct, correctionObjection } from '../domain/kpi/correction';
import type { Correction } from '../domain/kpi/correction-schema';
import type { Scorecard } from '../domain/kpi/record-schema';
import type { Person } from '../domain/people/people';
import { kpiAlarms } from '../domain/risk/kpi-alarms';
import { cardOf } from '../db/read/period-card';
import { kpiSeries } from '../db/read/kpi-series';
import { riskRules } from '../db/read/risk-rules';
import { endItem } from '../db/stores/action-items';
import { type EngagementRow, saveHealth } from '../db/stores/engagements';
import { decideCorrection, findCorrection } from '../db/stores/kpi-corrections';
import { confirmEvidence } from '../db/stores/kpi-evidence';
import { insertValue, valuesOf } from '../db/stores/kpis';
import { raiseAlarms } from '../db/stores/raise-alarms';
import { type Asking, correctionItemKey } from '../db/stores/second-person';
import { insertCardRevision, isClosed, scorecardsOf } from '../db/stores/scorecards';
import type { Trx } from '../db/transaction';
import { teamOf } from './engagement-scope';

export interface Deciding {
  readonly correctionId: string;
  readonly act: CorrectionAct;
  readonly actor: Person;
  readonly comment: string | null;
  readonly now: number;
}

export interface Decided {
  readonly correction: Correction;
  /** The card as it stands after the correction of a closed period. */
  readonly card: Scorecard | null;
}

const STATE_AFTER = {
  confirm: 'confirmed',
  reject: 'rejected',
  withdraw: 'withdrawn',
} as const satisfies Record<CorrectionAct, Correction['state']>;

/** Lets a second person decide. What is confirmed counts from then on; what was reported before is kept. */
export async function decideOnCorrection(trx: Trx, engagement: EngagementRow, deciding: Deciding): Promise<Decided> {
  const { correctionId, act, actor, comment, now } = deciding;
  const found = await findCorrection(trx, engagement.id, correctionId);
  if (!found) throw new DomainError('NOT_FOUND', 'There is no such correction.');
  const asked = { person: actor, team: teamOf(engagement), correction: found };
  const refusal = correctionAccess(act, asked) ?? correctionObjection(found);
  if (refusal) throw DomainError.from(refusal);
  const decided = { decidedBy: actor.id, decidedAt: new Date(now).toISOString(), comment };
  const correction: Correction = { ...found, state: STATE_AFTER[act], ...decided };
  await decideCorrection(trx, correction);
  await endItem(trx, correctionItemKey(correction), now);
  const card = act === 'confirm' ? await apply(trx, { engagement, correction, now }) : null;
  return { correction, card };
}

/** A new revision of the value and, where the period has been judged, of its card. */
async function apply(trx: Trx, { engagement, correction, now }: Asking): Promise<Scorecard | null> {
  const { key, period, value, status, inputs, evidence, reason, side, proposedBy, decidedBy } = correction;
  const revision = (await valuesOf(trx, engagement.id, { key, period })).length + 1;
  const counts = { key, period, revision, value, status, inputs, evidence, reason, side };
  await insertValue(trx, engagement.id, { ...counts, recordedBy: proposedBy, recordedAt: now, confirmedBy: decidedBy });
  await confirmEvidence(trx, { id: correction.id, revision });
  return (await isClosed(trx, engagement.id, period)) ? revise(trx, { engagement, correction, now }) : null;
}

async function revise(trx: Trx, { engagement, correction, now }: Asking): Promise<Scorecard | null> {
  const judged = await cardOf(trx, engagement, correction.period);
  if (!judged) return null;
  const { id: correctionId, reason, key, period } = correction;
  const card = await insertCardRevision(trx, engagement.id, { card: judged.card, correctionId, reason, now });
  const [newest] = (await scorecardsOf(trx, engagement.id)).filter(
    (one) => frequencyOf(one.period) === frequencyOf(period),
  );
  if (newest?.period === period) await saveHealth(trx, engagement.id, healthOf(card.score));
  const history = await kpiSeries(trx, engagement.id, { frequency: frequencyOf(period), until: period });
  const found = kpiAlarms({ kpis: judged.kpis, card, history }, (await riskRules(trx)).series);
  await raiseAlarms(
    { trx, engagement, now },
    found.filter(({ subject }) => subject === key),
  );
  return card;
}
