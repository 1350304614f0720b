import { addDays, addMonthsClamped } from '../calendar/civil';
import { knowledgeShare } from './knowledge';
import type { KnowledgeState } from './knowledge-schema';
import { planShare } from './plan';
import type { ExitPlan } from './plan-schema';
import { freshness, scoreReadiness, STALE_MONTHS, WORTHLESS_MONTHS } from './readiness';
import type { ExitReadinessInput } from './readiness-schema';

/** Below it an important or critical service is not ready to be left. */
export const READY = 60;

/** What the records say of how an exit is prepared; days are those of the engagement. */
export interface Preparation {
  readonly plan: { readonly body: ExitPlan; readonly writtenOn: string } | null;
  readonly liveOn: string | null;
  /** Each dataset, with the last day on which its way out was tried and worked. */
  readonly datasets: readonly { readonly key: string; readonly provenOn: string | null }[];
  /** When somebody last went through access and assets. */
  readonly reviewedOn: string | null;
  readonly knowledge: readonly { readonly state: KnowledgeState; readonly on: string | null }[];
  /** The settlement, with the day of its approval. */
  readonly settlement: { readonly approvedOn: string | null } | null;
}

/** One piece of evidence: a word of the locales (`readiness-evidence.<what>`), its day, and what the words name. */
export interface Evidence {
  readonly what: string;
  readonly at: string | null;
  readonly names?: Readonly<Record<string, string | number>>;
}

interface Part {
  readonly share: number;
  readonly evidence: readonly Evidence[];
}

type PartOf = (known: Preparation, today: string) => Part;

const NOTHING: Part = { share: 0, evidence: [] };
const percent = (share: number): number => Math.round(share * 100);

/** A plan that was never tested counts from the day on which the service began. */
export const planTestedOn = ({ plan, liveOn }: Preparation): string | null => plan?.body.testedAt ?? liveOn;

const PARTS: Readonly<Record<keyof ExitReadinessInput, PartOf>> = {
  plan: (known, today) => {
    if (!known.plan) return NOTHING;
    const whole = planShare(known.plan.body);
    const { testedAt = null } = known.plan.body;
    const since = planTestedOn(known);
    return {
      share: whole * (since === null ? 1 : freshness(since, today)),
      evidence: [
        { what: 'plan-written', at: known.plan.writtenOn, names: { percent: percent(whole) } },
        { what: testedAt === null ? 'plan-untested' : 'plan-tested', at: testedAt },
      ],
    };
  },
  alternatives: ({ plan }) => {
    const names = plan?.body.alternatives.map(({ name }) => name) ?? [];
    if (!plan || names.length === 0) return NOTHING;
    return {
      share: 1,
      evidence: [{ what: 'alternatives', at: plan.writtenOn, names: { names: names.slice(0, 5).join(', ') } }],
    };
  },
  dataExportProven: ({ datasets }, today) => ({
    share:
      datasets.reduce((total, { provenOn }) => total + freshness(provenOn, today), 0) / Math.max(datasets.length, 1),
    evidence: datasets.map(({ key, provenOn }) => ({
      ...{ what: provenOn === null ? 'export-unproven' : 'export-proven', at: provenOn, names: { dataset: key } },
    })),
  }),
  accessInventory: ({ reviewedOn }, today) =>
    reviewedOn === null
      ? NOTHING
      : { share: freshness(reviewedOn, today), evidence: [{ what: 'access-reviewed', at: reviewedOn }] },
  knowledgeTransfer: ({ plan, knowledge }) => {
    if (knowledge.length > 0) {
      const accepted = knowledge.filter(({ state }) => state === 'accepted').length;
      const at = knowledge.reduce<string | null>(
        (last, { on }) => (on !== null && on > (last ?? '') ? on : last),
        null,
      );
      const names = { accepted, all: knowledge.length };
      return { share: knowledgeShare(knowledge), evidence: [{ what: 'knowledge', at, names }] };
    }
    // Planned is half of done.
    return plan?.body.ktPlan ? { share: 0.5, evidence: [{ what: 'knowledge-planned', at: plan.writtenOn }] } : NOTHING;
  },
  financeKnown: ({ plan, settlement }) => {
    if (settlement) return { share: 1, evidence: [{ what: 'settlement', at: settlement.approvedOn }] };
    return plan?.body.estCost ? { share: 1, evidence: [{ what: 'cost-estimated', at: plan.writtenOn }] } : NOTHING;
  },
};

export interface Readiness {
  readonly score: number;
  readonly parts: ExitReadinessInput;
  readonly evidence: Readonly<Record<keyof ExitReadinessInput, readonly Evidence[]>>;
}

/** How ready an exit is on a day, part by part, with what each part rests on. What has no record counts nothing. */
export function readinessOn(known: Preparation, today: string): Readiness {
  const each = <T>(read: (part: Part) => T): Record<keyof ExitReadinessInput, T> => ({
    plan: read(PARTS.plan(known, today)),
    alternatives: read(PARTS.alternatives(known, today)),
    dataExportProven: read(PARTS.dataExportProven(known, today)),
    accessInventory: read(PARTS.accessInventory(known, today)),
    knowledgeTransfer: read(PARTS.knowledgeTransfer(known, today)),
    financeKnown: read(PARTS.financeKnown(known, today)),
  });
  const parts = each(({ share }) => share);
  return { ...scoreReadiness(parts), parts, evidence: each(({ evidence }) => evidence) };
}

/** The first day, from today on, on which the exit is not ready because evidence has grown old; null while none is foreseen. */
export function unreadyFrom(known: Preparation, today: string): string | null {
  const proofs = [planTestedOn(known), known.reviewedOn, ...known.datasets.map(({ provenOn }) => provenOn)];
  const turns = proofs
    .filter((on) => on !== null)
    .flatMap((on) => [STALE_MONTHS, WORTHLESS_MONTHS].map((months) => addDays(addMonthsClamped(on, months), 1)))
    .filter((day) => day > today)
    .sort();
  return [today, ...turns].find((day) => readinessOn(known, day).score < READY) ?? null;
}
