import type { RateUsed } from '../domain/currency/schema';
import type { ServiceTypeName } from '../domain/planning/catalogue';
import type { StandingEffect } from '../domain/review/rules-schema';
import type { CreditLineKind } from '../domain/contract/credit-schema';
import type { MoneyText } from '../domain/money';
import type { LeagueTrend } from '../domain/review/league-schema';
import type { Sheets } from './sheets';

export interface LeagueRow {
  readonly href: string;
  readonly vendor: string;
  readonly rank: number | null;
  readonly score: number | null;
  readonly change: number | null;
  readonly trend: LeagueTrend;
  readonly percentile: number | null;
  readonly place: 'top' | 'bottom' | null;
  readonly tone: 'green' | 'amber';
  readonly engagements: number;
}

/** Vendors of a category, best first. */
export interface LeaguePage {
  readonly categories: readonly { readonly word: ServiceTypeName; readonly current: boolean }[];
  /** A month or quarter; empty for rolling scores. */
  readonly period: string;
  readonly places: readonly { readonly word: 'top' | 'bottom'; readonly current: boolean }[];
  readonly peers: number;
  readonly minPeers: number;
  readonly enough: boolean;
  readonly rows: readonly LeagueRow[];
  readonly rates: readonly RateUsed[];
  readonly withoutRate: readonly string[];
  readonly exportHref: string;
  /** What selections were worth; null for whoever may not see that. */
  readonly qualityHref: string | null;
}

/** A vendor among those of one category. */
export interface LeaguePlace extends Pick<LeagueRow, 'rank' | 'score' | 'change' | 'trend' | 'percentile'> {
  readonly href: string;
  readonly category: ServiceTypeName;
  readonly peers: number;
}

/** The standing of an engagement on its page. */
export interface StandingView {
  readonly inForce: string;
  readonly tone: 'red' | 'amber' | 'green' | 'quiet';
  readonly effects: readonly { readonly effect: StandingEffect; readonly since: string }[];
  readonly history: readonly {
    readonly period: string;
    readonly score: number | null;
    readonly found: string;
    readonly inForce: string;
    readonly redLine: boolean;
  }[];
}

/** Service credits of an engagement on its page. */
export interface CreditsView {
  readonly months: readonly {
    readonly invoice: string;
    readonly lines: readonly {
      readonly period: string;
      /** Its name. */
      readonly kpi: string;
      readonly kind: CreditLineKind;
      readonly money: MoneyText;
    }[];
  }[];
  readonly claims: readonly {
    readonly period: string;
    readonly kpi: string;
    readonly cause: string;
    readonly reason: string;
    readonly status: string;
    readonly tone: 'red' | 'amber' | 'green';
  }[];
  readonly cumulative: {
    readonly months: number;
    readonly credited: MoneyText;
    readonly atRisk: MoneyText;
    readonly shareBp: number;
    readonly reached: boolean;
  } | null;
  readonly sheets: Sheets;
}

export interface PredictionRow {
  /** A group of the locales and a word of it; a criterion is named by its key. */
  readonly key: string;
  readonly n: number;
  readonly rho: number | null;
  readonly p: number | null;
  readonly weightBp: number;
  readonly proposedBp: number;
  readonly reason: 'predicted' | 'misled' | 'no-evidence' | 'not-enough';
  readonly tone: 'green' | 'red' | 'quiet';
}

/** What selections of a category were worth. */
export interface SelectionQualityPage {
  readonly categories: readonly { readonly word: ServiceTypeName; readonly current: boolean }[];
  readonly horizons: readonly { readonly months: number; readonly current: boolean }[];
  readonly months: number;
  readonly engagements: number;
  readonly minimum: number;
  readonly enough: boolean;
  readonly dimensions: readonly PredictionRow[];
  readonly criteria: readonly (PredictionRow & { readonly dimension: string })[];
  readonly sheets: Sheets;
  readonly evaluators: readonly (Pick<PredictionRow, 'n' | 'rho' | 'p'> & { readonly name: string })[];
}

/** The pages about scores by name, each within what surrounds every page. */
export interface ScorePages<P> {
  readonly league: P & LeaguePage;
  readonly 'selection-quality': P & SelectionQualityPage;
}
