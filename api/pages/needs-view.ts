import { moneyText, readAmount } from '../../domain/amount';
import { toMoneyText } from '../../domain/money';
import { analyseNeeds } from '../../domain/planning/analysis';
import type { NeedsAnalysis } from '../../domain/planning/analysis-schema';
import type { ChecklistItem } from '../../domain/planning/checklist-schema';
import type { Needs } from '../../domain/planning/schema';
import { CHECKED_GATES } from '../../domain/planning/service-type-schema';
import { engagementChecklist } from '../../db/read/checklist';
import { hrOwnerId } from '../../db/read/needs';
import { planningSettings } from '../../db/read/planning-settings';
import { type Pulse, pulseOf } from '../../db/read/pulse';
import type { Db } from '../../db/knex';
import type { EngagementRow } from '../../db/stores/engagements';
import { findPerson } from '../../db/stores/people';
import { factsOf } from '../../templates/facts';
import { fieldKey } from '../../templates/field-name';
import type { CaseLine, ChecklistView, NeedsView, PeopleView, SwotView } from '../../templates/needs-page-data';
import { drawSwot } from '../../templates/swot-picture';
import { needsForms } from './form-links';
import type { Beholder } from './selection-view';

const PULSES = 12;

/** The first link of an engagement for its page: the record, what follows from it, and what is to be checked. */
export async function needsView(db: Db, row: EngagementRow, { person }: Beholder): Promise<NeedsView> {
  const { needs, currency } = row;
  const hrId = hrOwnerId(needs.employeeImpact?.hrOwner);
  const [settings, pulse, checklist, hrPerson, forms] = await Promise.all([
    planningSettings(db),
    pulseOf(db, row),
    engagementChecklist(db, row),
    hrId === null ? null : findPerson(db, hrId),
    needsForms(db, row, person),
  ]);
  const analysis = analyseNeeds(needs, { currency, settings });
  return {
    ...recordOf(needs, analysis, needs.currency ?? row.currency),
    swot: swotOf(needs, analysis),
    businessCase: caseOf(needs, { analysis, currency }),
    people: peopleOf(needs, {
      pulse,
      pulseLow: settings.rules.pulseLow,
      hrOwner: hrPerson?.name ?? needs.employeeImpact?.hrOwner ?? null,
    }),
    checklist: checklistOf(checklist),
    missing: row.state === 'NEEDS_ANALYSIS' && row.open_gate === null ? missingOf(analysis) : [],
    forms,
  };
}

/** Each field once, its places counted as people count. */
const missingOf = ({ missing }: NeedsAnalysis): NeedsView['missing'] => {
  const keys = missing.map(({ path }) => fieldKey(path));
  return [...new Set(keys)].map((key) => ({ key }));
};

type Recorded = Pick<NeedsView, 'facts' | 'measures' | 'activities' | 'market' | 'skills' | 'criticality'>;

function recordOf(needs: Needs, { activities, capability, criticality }: NeedsAnalysis, currency: string): Recorded {
  const { successMeasures: _measures, activities: _activities, market, capability: _skills, ...rest } = needs;
  const {
    swotItems: _swot,
    businessCase: _case,
    employeeImpact: _people,
    criticalityAnswers: _answers,
    budgetCents,
    ...plain
  } = rest;
  const budget = budgetCents === undefined ? {} : { budget: toMoneyText({ minor: budgetCents, currency }) };
  return {
    facts: factsOf({ ...plain, ...budget }),
    measures: (needs.successMeasures ?? []).map(({ name, baseline, target, unit, dueMonths }) => ({
      name,
      baseline: baseline ?? null,
      target,
      unit: unit ?? '',
      dueMonths: dueMonths ?? null,
    })),
    activities: activities.map(({ name, decision, advice, reasons, against }, index) => ({
      name,
      isCore: needs.activities?.[index]?.isCore === true,
      decision,
      advice,
      reasons,
      against,
      rationale: needs.activities?.[index]?.rationale ?? null,
    })),
    market: market ? factsOf(market) : [],
    skills: capability,
    criticality: {
      because: criticality.because,
      yes: criticality.questions.filter(({ answer }) => answer === true).map(({ text }) => text),
    },
  };
}

function swotOf({ swotItems = [] }: Needs, { swot }: NeedsAnalysis): SwotView | null {
  if (!swot) return null;
  const picture = drawSwot(
    swotItems.map(({ quadrant, text, impact, likelihoodOrFit, mitigation }) => ({
      quadrant,
      text,
      impact,
      fit: likelihoodOrFit,
      mitigation: mitigation ?? null,
    })),
  );
  const strategies = Object.entries(swot.tows ?? {}).map(([key, { pairs }]) => ({ key, pairs }));
  return {
    ...picture,
    index: swot.index,
    net: swot.net,
    strategies: strategies.filter(({ pairs }) => pairs.length > 0),
  };
}

interface Weighed {
  readonly analysis: NeedsAnalysis;
  readonly currency: string;
}

function caseOf(needs: Needs, { analysis, currency: ours }: Weighed): NeedsView['businessCase'] {
  const { businessCase: planned, currency = ours } = needs;
  const answer = analysis.businessCase;
  if (!planned || !answer) return null;
  const amount = (word: string, given: typeof planned.vendorAnnual | undefined): readonly CaseLine[] =>
    given === undefined ? [] : [line(word, { money: moneyText(readAmount(given, { path: word }), currency) })];
  const percent = (word: string, given: number | undefined): readonly CaseLine[] =>
    given === undefined ? [] : [line(word, { percent: given })];
  return {
    years: planned.years,
    underestimated: answer.flags.length > 0,
    lines: [
      ...amount('inHouseAnnual', planned.inHouseAnnual),
      ...amount('vendorAnnual', planned.vendorAnnual),
      ...amount('toolingAnnual', planned.toolingAnnual),
      line('managementAnnual', { money: answer.managementAnnual }),
      ...percent('managementShare', answer.managementShareBp === null ? undefined : answer.managementShareBp / 100),
      ...percent('reworkPct', planned.reworkPct),
      ...percent('riskBufferPct', planned.riskBufferPct),
      ...amount('transitionOneOff', planned.transitionOneOff),
      ...amount('exitCostOneOff', planned.exitCostOneOff),
      line('tco', { money: answer.tco, isTotal: true }),
      ...(answer.savings ? [line('savings', { money: answer.savings, isTotal: true })] : []),
    ],
  };
}

const line = (word: string, part: Partial<CaseLine>): CaseLine => ({
  word,
  money: null,
  percent: null,
  isTotal: false,
  ...part,
});

interface Heard {
  readonly pulse: Pulse;
  readonly pulseLow: number;
  readonly hrOwner: string | null;
}

function peopleOf({ employeeImpact: impact }: Needs, { pulse, pulseLow, hrOwner }: Heard): PeopleView | null {
  if (!impact && pulse.items.length === 0) return null;
  return {
    headcount: impact?.headcountAffected ?? 0,
    roles: impact?.rolesAffected ?? [],
    action: impact?.action ?? null,
    consultation: impact?.consultationRequired ?? null,
    hrOwner,
    plan: impact?.plan ?? null,
    pulse: pulse.items.slice(-PULSES).map(({ date, score, n }) => ({ date, score, n })),
    pulseLow,
    warnings: pulse.findings.map(({ rule }) => rule),
  };
}

const checklistOf = (items: readonly ChecklistItem[]): readonly ChecklistView[] =>
  CHECKED_GATES.map((gate) => ({
    gate,
    items: items
      .filter((item) => item.gate === gate)
      .map(({ text, done, required, comment, source }) => ({
        text,
        done,
        required,
        comment,
        source: source && { href: `/engagements/${source.engagementId}`, number: source.number },
      })),
  })).filter(({ items: own }) => own.length > 0);
