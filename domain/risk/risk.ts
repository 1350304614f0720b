import { type Issue } from '../errors';
import { bandOf, exposureOf } from './exposure';
import type { Risk, RiskPatch, RiskView } from './record-schema';
import type { RiskRules } from './rules-schema';

export interface KeptRisk extends Risk {
  readonly id: string;
  readonly version: number;
}

export function riskView(risk: KeptRisk, rules: RiskRules['exposure']): RiskView {
  const exposure = exposureOf(risk);
  return { ...risk, exposure, band: bandOf(exposure, rules) };
}

/** Most exposed first; of equals the one that stood first. */
export const byExposure = (risks: readonly RiskView[]): readonly RiskView[] =>
  risks.toSorted((a, b) => b.exposure - a.exposure || (a.id < b.id ? -1 : 1));

/** The risk as it is after a change; fields set to null are gone. */
export function patchRisk(risk: Risk, { residual, ownerId, reviewAt, ...rest }: RiskPatch): Risk {
  const { residual: oldResidual, ownerId: oldOwner, reviewAt: oldReview, ...core } = risk;
  const [newResidual, newOwner, newReview] = [
    kept(residual, oldResidual),
    kept(ownerId, oldOwner),
    kept(reviewAt, oldReview),
  ];
  return {
    ...core,
    ...present(rest),
    ...(newResidual !== undefined && { residual: newResidual }),
    ...(newOwner !== undefined && { ownerId: newOwner }),
    ...(newReview !== undefined && { reviewAt: newReview }),
  };
}

const kept = <T>(asked: T | null | undefined, before: T | undefined): T | undefined =>
  asked === undefined ? before : (asked ?? undefined);

type Present<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };
const present = <T extends object>(fields: T): Present<T> =>
  // Leaving out what is undefined is all that separates the two types.
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;

/** What is wrong with a risk beyond the shape of its fields: controls never make a risk larger. */
export function riskIssues(risk: Risk): readonly Issue[] {
  const inherent = exposureOf(risk);
  return risk.residual !== undefined && risk.residual > inherent
    ? [{ path: 'residual', message: `is above the exposure of ${inherent} before the controls` }]
    : [];
}
