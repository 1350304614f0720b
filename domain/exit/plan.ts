import type { Issue } from '../errors';
import type { Criticality } from '../planning/catalogue';
import type { ExitPlan } from './plan-schema';

const NEEDED: Readonly<Record<keyof ExitPlan, string | null>> = {
  alternatives: 'names no alternative to the vendor',
  estDays: 'does not say how long the exit takes',
  estCost: 'does not say what the exit costs',
  dataInventory: 'lists no data (name what there is, or that there is none)',
  ktPlan: 'has no plan for the knowledge',
  stepIn: 'does not say who steps in',
  // A plan that was never tested may open the service: the yearly drill tests it.
  testedAt: null,
  nextTestAt: 'has no date for its next test',
};

const NEEDED_PARTS = Object.values(NEEDED).filter((message) => message !== null).length;

/**
 * What the exit plan lacks at gate G3. Important and critical work needs a plan that can be followed (Regulation (EU)
 * 2022/2554 art. 28(8): documented, tested, with alternatives and the way of the data); other work may do without.
 */
export function missingForExitPlan(plan: ExitPlan | null, criticality: Criticality): readonly Issue[] {
  if (criticality === 'general') return [];
  if (!plan) return [{ path: 'exitPlan', message: `is needed for ${criticality} work` }];
  return lacksOf(plan);
}

/** How much of what a plan needs is in it, 0 to 1. */
export const planShare = (plan: ExitPlan): number => 1 - lacksOf(plan).length / NEEDED_PARTS;

export const lacksOf = (plan: ExitPlan): Issue[] =>
  Object.entries(NEEDED).flatMap(([field, message]) => {
    // The keys of the record are those of the plan.
    const value = plan[field as keyof ExitPlan];
    const isThere = Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '';
    return message === null || isThere ? [] : [{ path: `exitPlan.${field}`, message }];
  });
