import type { Decision } from '../domain/planning/catalogue';
import type { CheckedGate } from '../domain/planning/service-type-schema';
import type { MoneyText } from '../domain/money';
import type { Bilingual } from '../domain/shapes';
import type { Fact } from './facts';
import type { FormLink } from './record-form-data';
import type { SwotPicture } from './swot-picture';

export interface MeasureView {
  readonly name: string;
  readonly baseline: number | null;
  readonly target: number;
  readonly unit: string;
  readonly dueMonths: number | null;
}

export interface ActivityView {
  readonly name: string;
  readonly isCore: boolean;
  readonly decision: Decision;
  readonly advice: Decision | null;
  readonly reasons: readonly string[];
  readonly against: boolean;
  readonly rationale: string | null;
}

export interface SkillView {
  readonly skill: string;
  readonly score: number;
  readonly required: number;
  readonly gap: number;
}

export interface SwotView extends SwotPicture {
  readonly index: number;
  readonly net: number;
  readonly strategies: readonly {
    readonly key: string;
    readonly pairs: readonly { readonly inner: string; readonly outer: string; readonly weight: number }[];
  }[];
}

/** One line of the business case; `word` names it, and one of the values is there. */
export interface CaseLine {
  readonly word: string;
  readonly money: MoneyText | null;
  readonly percent: number | null;
  readonly isTotal: boolean;
}

export interface PeopleView {
  readonly headcount: number;
  readonly roles: readonly string[];
  readonly action: string | null;
  readonly consultation: boolean | null;
  readonly hrOwner: string | null;
  readonly plan: string | null;
  readonly pulse: readonly { readonly date: string; readonly score: number; readonly n: number }[];
  /** A pulse below it is an alarm. */
  readonly pulseLow: number;
  readonly warnings: readonly string[];
}

export interface ChecklistView {
  readonly gate: CheckedGate;
  readonly items: readonly {
    readonly text: Bilingual;
    readonly done: boolean;
    readonly required: boolean;
    readonly comment: string | null;
    readonly source: { readonly href: string; readonly number: string } | null;
  }[];
}

/** The first link of an engagement: what is wanted, why, and what is to be checked. */
export interface NeedsView {
  readonly facts: readonly Fact[];
  readonly measures: readonly MeasureView[];
  readonly activities: readonly ActivityView[];
  readonly market: readonly Fact[];
  readonly skills: readonly SkillView[];
  readonly criticality: { readonly because: string; readonly yes: readonly Bilingual[] };
  readonly swot: SwotView | null;
  readonly businessCase: {
    readonly lines: readonly CaseLine[];
    readonly years: number;
    readonly underestimated: boolean;
  } | null;
  readonly people: PeopleView | null;
  readonly checklist: readonly ChecklistView[];
  /** Fields that gate G1 still asks for, by their paths as facts have them; empty once it has been passed. */
  readonly missing: readonly { readonly key: string }[];
  /** Where the reader may change it. */
  readonly forms: readonly FormLink[];
}
