import type { Frequency } from '../../domain/calendar/periods';
import { put, reachState, throughGate } from './engagement';
import { Anything } from './http';
import { dayFrom, holder, type Play } from './stage';

/** G3: contract and KPIs, both signatures, and the first day of service. */
export async function beginService(play: Play): Promise<void> {
  const { example, id } = play;
  await put(holder(play, 'contractManager'), `/engagements/${id}/contract`, {
    ...example.contract,
    start: dayFrom(play),
  });
  if (example.exitPlan)
    await put(holder(play, 'contractManager'), `/engagements/${id}/exit/plan`, {
      ...example.exitPlan,
      nextTestAt: dayFrom(play, 365),
    });
  await put(holder(play, 'contractManager'), `/engagements/${id}/kpis`, example.kpis);
  play.say(`the contract has ${example.contract.clauses.length} clauses and ${example.kpis.length} KPIs`);
  await throughGate(play, { gate: 'contract', by: 'contractManager', comment: 'All required clauses are in.' });
  await sign(play);
  await reachState(play, 'TRANSITION_IN');
  const request = { method: 'POST', path: `/engagements/${id}/go-live`, body: {} } as const;
  await holder(play, 'serviceManager').call({ ...request, key: `demo-${id}-go-live` }, Anything);
  await reachState(play, 'IN_SERVICE');
  const month = dayFrom(play).slice(0, 7);
  const count = await reportValues(play, { period: month, frequency: 'monthly' });
  play.say(`${count} KPI values are reported for ${month}`);
}

async function sign(play: Play): Promise<void> {
  const { example, id } = play;
  for (const party of ['us', 'vendor'] as const) {
    const body = { party, signatory: example.signatories[party], signedAt: new Date(play.now()).toISOString() };
    const request = { method: 'POST', path: `/engagements/${id}/contract/signatures`, body } as const;
    await holder(play, 'contractManager').call({ ...request, key: `demo-${id}-signature-${party}` }, Anything);
  }
  play.say(`signed by ${example.signatories.us} and ${example.signatories.vendor}`);
}

/** Figures of the running period, from whoever owes them. */
export async function reportValues(play: Play, { period, round = 0, frequency }: Report): Promise<number> {
  const { example, id } = play;
  const asked = example.kpis.filter((kpi) => kpi.frequency === frequency && kpi.source !== 'formula');
  for (const { key, source } of asked) {
    const figures = example.kpiValues[key] ?? [];
    const value = figures[Math.min(round, figures.length - 1)] ?? null;
    const person = holder(play, source === 'vendor' ? 'vendorRep' : 'serviceManager');
    const request = { method: 'POST', path: `/engagements/${id}/kpis/${key}/values`, body: { period, value } } as const;
    await person.call({ ...request, key: `demo-${id}-${key}-${period}` }, Anything);
  }
  return asked.length;
}

interface Report {
  readonly period: string;
  readonly frequency: Frequency;
  /** Which of the example's figures is reported. */
  readonly round?: number;
}
