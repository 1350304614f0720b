import { z } from 'zod';
import { Anything } from '../../../bin/demo/http';
import { requiredClauses } from '../../../domain/contract/clauses';
import { SHIPPED_SERVICE_TYPES } from '../../../domain/planning/service-types';
import { tick } from './needs';
import type { Run } from './run';
import type { VendorDesk } from './vendor-desk';

const Kpis = z.array(z.looseObject({ name: z.string() }));
const DAY_MS = 86_400_000;
const day = (offset: number): string => new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10);

/** G3: KPIs of the catalogue, a contract with every clause, both signatures, and the transition begins. */
export async function conclude(run: Run, vendor: VendorDesk): Promise<void> {
  const { contractManager } = run.people;
  expect(await run.refusedGate('G3', 'contract')).toEqual(expect.arrayContaining(['GATE_INCOMPLETE', 'contract']));
  await takeKpis(run);
  await draft(run);
  if (run.one.criticality !== 'general') await planExit(run);
  await examine(run, vendor);
  await tick(run, 'contract', 'G3');
  await run.pass('contract', {}, () => whilePending(run));
  await run.refused('G3', contractManager, { method: 'PUT', path: '/contract', body: { clauses: [] } });
  await sign(run);
  await run.reach('TRANSITION_IN');
}

/** The ready KPIs are named in the language of whoever takes them. */
async function takeKpis(run: Run): Promise<void> {
  const { contractManager } = run.people;
  const kpis = await run.post(contractManager, '/kpis/from-catalogue', {}, Kpis);
  const ready = SHIPPED_SERVICE_TYPES[run.one.type].kpis.map(({ names }) => names[run.one.locale]);
  expect(kpis.map(({ name }) => name)).toEqual(ready);
  await run.refused('kpis', contractManager, { method: 'POST', path: '/kpis/from-catalogue', body: {} });
}

function contractOf(run: Run, left: readonly string[] = []): object {
  const { type, locale, personalData, criticality } = run.one;
  const text = run.words('As written in the annex.', '以附件为准。');
  const ready = SHIPPED_SERVICE_TYPES[type].clauses.map((clause) => ({ code: clause.code, text: clause.text[locale] }));
  const required = requiredClauses({ criticality, personalData }).map((code) => ({ code, text }));
  const clauses = [...required, ...ready.filter(({ code }) => required.every((one) => one.code !== code))];
  return {
    clauses: clauses.filter(({ code }) => !left.includes(code)).map((one) => ({ ...one, status: 'present' })),
    start: day(30),
    initialMonths: 24,
    renewal: 'express',
    renewalMonths: 12,
    notice: { months: 3, days: 0 },
    monthlyFee: { amount: '10000.00', currency: 'CNY' },
    atRiskBp: 1000,
  };
}

/** Clauses and terms that are missing are named; legal alone may let the contract do without one. */
async function draft(run: Run): Promise<void> {
  const { contractManager, legal } = run.people;
  await run.put(contractManager, '/contract', { clauses: [] });
  expect(await run.refusedGate('G3', 'contract')).toEqual(
    expect.arrayContaining(['CLAUSE_MISSING', 'clauses', 'contract.start', 'contract.notice', 'contract.monthlyFee']),
  );
  await run.put(contractManager, '/contract', contractOf(run, run.has('waiver') ? ['SETTLEMENT'] : []));
  if (!run.has('waiver')) return;
  expect(await run.refusedGate('G3', 'contract')).toContain('CLAUSE_MISSING');
  const body = { reason: run.words('Nothing is paid in advance.', '无预付款，无需结算条款。') };
  const path = '/contract/clauses/SETTLEMENT/waive';
  await run.refused('G3', contractManager, { method: 'POST', path, body });
  await run.post(legal, path, body, Anything);
}

async function planExit(run: Run): Promise<void> {
  expect(await run.refusedGate('G3', 'contract')).toContain('exitPlan');
  await run.put(run.people.contractManager, '/exit/plan', {
    alternatives: [{ name: run.words('The second of the tender', '投标第二名'), leadDays: 60 }],
    estDays: 90,
    estCost: { amount: '60000.00', currency: 'CNY' },
    dataInventory: [{ name: run.words('Case records', '业务记录'), format: 'CSV', personalData: run.one.personalData }],
    ktPlan: run.words('Handbook every quarter.', '每季度更新手册。'),
    stepIn: run.words('The retained team takes over.', '自有团队接手。'),
    nextTestAt: day(300),
  });
}

async function examine(run: Run, vendor: VendorDesk): Promise<void> {
  const bad = run.has('diligence-failed')
    ? { at: day(-10), result: 'failed' }
    : run.has('diligence-expired')
      ? { at: day(-400), result: 'passed' }
      : null;
  if (bad === null) return;
  await vendor.change({ dueDiligence: bad, status: 'conditional' });
  expect(await run.refusedGate('G3', 'contract')).toEqual(['GATE_INCOMPLETE', 'vendor.dueDiligence']);
  await vendor.change({ dueDiligence: { at: day(0), result: 'passed' } });
}

async function whilePending(run: Run): Promise<void> {
  if (!run.has('pending')) return;
  const body = { clauses: [] };
  await run.refused('G3', run.people.contractManager, { method: 'PUT', path: '/contract', body });
}

async function sign(run: Run): Promise<void> {
  const { contractManager, sponsor } = run.people;
  const path = '/contract/signatures';
  const signature = (party: string, signatory: string) => ({ party, signatory, signedAt: new Date().toISOString() });
  const ours = signature('us', sponsor.name);
  if (run.has('other-paper')) {
    const body = { ...ours, contractSha256: 'a'.repeat(64) };
    await run.refused('signature', contractManager, { method: 'POST', path, body });
  }
  if (run.has('regulated')) {
    const authority = run.words('The regulator', '金融监管局');
    await run.put(contractManager, '/compliance', { regulated: true, authority });
    await run.refused('signature', contractManager, { method: 'POST', path, body: ours });
    await run.put(contractManager, '/compliance', { regulated: true, authority, reportedOn: day(-60) });
  }
  await run.post(contractManager, path, ours, Anything);
  await run.post(contractManager, path, signature('vendor', run.words('Olga Bright', '罗兰')), Anything);
}
