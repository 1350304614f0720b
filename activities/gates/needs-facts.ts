import type { NeedsAnalysis } from '../../domain/planning/analysis-schema';
import type { Needs, SuccessMeasure } from '../../domain/planning/schema';
import type { Bilingual } from '../../domain/shapes';

interface Around {
  readonly currency: string;
  readonly hrOwner: string | null;
}

type Facts = Readonly<Record<string, unknown>>;

/** What the approvers of gate G1 read, and what its policy may ask about. */
export function needsFacts(analysis: NeedsAnalysis, { currency, hrOwner }: Around): Facts {
  const { needs, swot, businessCase } = analysis;
  return {
    objectiveType: needs.objectiveType ?? null,
    statement: needs.statement ?? null,
    ...scopeFacts(needs),
    ...decisionFacts(analysis),
    criticalityAnswers: needs.criticalityAnswers ?? {},
    amount: businessCase ? Number(businessCase.tco.amount) : 0,
    currency: needs.currency ?? currency,
    businessCase: caseFacts(analysis),
    swotIndex: swot?.index ?? 0,
    swotItems: (needs.swotItems ?? []).map(({ quadrant, text, impact, likelihoodOrFit }) => ({
      quadrant,
      text,
      impact,
      likelihoodOrFit,
    })),
    strategies: strategyFacts(analysis),
    headcountAffected: needs.employeeImpact?.headcountAffected ?? 0,
    employeeImpact: peopleFacts(needs, hrOwner),
    flags: businessCase?.flags ?? [],
  };
}

const scopeFacts = (needs: Needs): Facts => ({
  inScope: needs.inScope ?? [],
  outOfScope: needs.outOfScope ?? [],
  deliverables: needs.deliverables ?? [],
  sites: needs.sites ?? [],
  startWanted: needs.startWanted ?? null,
  durationMonths: needs.durationMonths ?? null,
  successMeasures: (needs.successMeasures ?? []).map(measureLine),
});

/** `Solved at first contact: 62 → 75 % (12 months)`, in either language. */
function measureLine({ name, baseline, target, unit, dueMonths }: SuccessMeasure): Bilingual {
  const line = (months: string): string =>
    [
      `${name}:`,
      ...(typeof baseline === 'number' ? [`${baseline} →`] : []),
      target,
      ...(unit ? [unit] : []),
      ...(dueMonths === undefined ? [] : [`(${dueMonths} ${months})`]),
    ].join(' ');
  return { en: line(dueMonths === 1 ? 'month' : 'months'), 'zh-CN': line('个月') };
}

/** What goes out and what stays, and the assessments behind it. */
const decisionFacts = ({ needs, activities, retained, capability }: NeedsAnalysis): Facts => ({
  outsourced: activities.filter(({ decision }) => decision !== 'retain').map(({ name }) => name),
  retained,
  againstAdvice: activities.filter(({ against }) => against).map(({ name }) => name),
  ...(needs.market && {
    market: {
      suppliersAvailable: needs.market.suppliersAvailable,
      maturity: needs.market.maturity,
      priceTrend: needs.market.priceTrend,
      notes: needs.market.notes ?? null,
    },
  }),
  capability: capability.map(({ skill, score, required }) => `${skill} ${score}/${required}`),
});

function caseFacts({ needs, businessCase }: NeedsAnalysis): Facts {
  if (!businessCase) return {};
  const { managementAnnual, managementShareBp, savings } = businessCase;
  return {
    years: needs.businessCase?.years ?? null,
    managementAnnual,
    managementShare: managementShareBp === null ? null : `${managementShareBp / 100} %`,
    ...(savings && { savings }),
  };
}

/** The strongest pair of each strategy. */
const strategyFacts = ({ swot }: NeedsAnalysis): Facts =>
  Object.fromEntries(
    Object.entries(swot?.tows ?? {}).flatMap(([strategy, { pairs }]) =>
      pairs[0] ? [[strategy, `${pairs[0].inner} + ${pairs[0].outer}`]] : [],
    ),
  );

function peopleFacts({ employeeImpact }: Needs, hrOwner: string | null): Facts {
  if (!employeeImpact || employeeImpact.headcountAffected === 0) return {};
  const { rolesAffected = [], action = null, consultationRequired = null, plan = null } = employeeImpact;
  return { rolesAffected, action, consultationRequired, plan, hrOwner };
}
