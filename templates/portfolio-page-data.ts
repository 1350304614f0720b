import type { EmptyStep } from './empty-page-data';
import type { RateUsed } from '../domain/currency/schema';
import type { State } from '../domain/engagement/statuses';
import type { MoneyText } from '../domain/money';
import type { Criticality, ServiceTypeName } from '../domain/planning/catalogue';
import type { HeatLevel, HeatPart } from '../domain/portfolio/heat';
import type { Chart } from './chart/chart';
import type { Sheets } from './sheets';

interface Choice<W extends string = string> {
  readonly word: W;
  readonly current: boolean;
}
interface Named extends Choice {
  readonly name: string;
}

/** Where a table can be had as a file. */
export interface HeatCell {
  readonly part: HeatPart;
  /** Null while there is nothing to tell. */
  readonly level: HeatLevel | null;
  /** What explains it. */
  readonly href: string;
}

export interface HeatRow {
  readonly href: string;
  readonly number: string;
  readonly title: string;
  readonly vendor: string | null;
  readonly state: State;
  readonly cells: readonly HeatCell[];
}

export interface PortfolioFilters {
  readonly owners: readonly Named[];
  readonly serviceTypes: readonly Choice<ServiceTypeName>[];
  readonly criticalities: readonly Choice<Criticality>[];
  readonly countries: readonly Named[];
  readonly filtered: boolean;
}

export interface HeatView {
  readonly engagements: number;
  /** A line for each part: how many engagements are at each level, and where they are listed. */
  readonly parts: readonly {
    readonly part: HeatPart;
    readonly counts: readonly { readonly level: HeatLevel; readonly n: number; readonly href: string }[];
  }[];
  readonly states: readonly { readonly state: State; readonly n: number; readonly href: string }[];
  /** Which lines are shown; null for all of them. */
  readonly only: {
    readonly part: HeatPart | null;
    readonly level: HeatLevel | null;
    readonly state: State | null;
  } | null;
  readonly allHref: string;
  readonly rows: readonly HeatRow[];
  readonly lines: number;
  readonly more: string | null;
  readonly sheets: Sheets;
}

export interface EndingView {
  readonly total: number;
  readonly days: number;
  readonly rows: readonly {
    readonly href: string;
    readonly number: string;
    readonly title: string;
    readonly vendor: string | null;
    readonly ends: string;
    readonly noticeDeadline: string;
    readonly renewal: string;
    readonly level: HeatLevel;
  }[];
  readonly sheets: Sheets;
}

export interface OverdueView {
  readonly total: number;
  readonly rows: readonly {
    readonly href: string;
    readonly title: string;
    readonly step: string;
    readonly assignee: string;
    readonly dueAt: number;
  }[];
  readonly sheets: Sheets;
}

export interface ConcentrationRow {
  readonly scope: 'vendor' | 'group' | 'country';
  readonly name: string;
  readonly href: string | null;
  readonly engagements: number;
  readonly spendBp: number | null;
  readonly criticalBp: number | null;
  readonly level: HeatLevel;
}

export interface ConcentrationView {
  readonly rows: readonly ConcentrationRow[];
  readonly chart: Chart | null;
  readonly currency: string;
  readonly rates: readonly RateUsed[];
  readonly withoutRate: readonly string[];
  readonly sheets: Sheets;
}

export interface MonthsView {
  readonly rows: readonly {
    readonly month: string;
    readonly cost: MoneyText;
    readonly vendorSpend: MoneyText;
    readonly ratioBp: number | null;
    readonly tonnes: number;
    readonly unknownMonths: number;
  }[];
  readonly cost: MoneyText;
  readonly vendorSpend: MoneyText;
  readonly ratioBp: number | null;
  readonly tonnes: number;
  readonly unknownMonths: number;
  readonly ratioChart: Chart | null;
  readonly carbonChart: Chart | null;
  readonly rates: readonly RateUsed[];
  readonly withoutRate: readonly string[];
  readonly sheets: Sheets;
}

/** All engagements at a glance: where it burns, what ends, what waits, on whom one depends, what it costs. */
export interface PortfolioPage {
  readonly filters: PortfolioFilters;
  readonly heat: HeatView;
  readonly ending: EndingView;
  readonly overdue: OverdueView;
  readonly concentration: ConcentrationView;
  readonly months: MonthsView;
  /** How often administrators have decided in place of the people asked, in the last year. */
  readonly overruled: number;
  readonly next: readonly EmptyStep[];
}

export interface PortfolioPages<Page> {
  readonly portfolio: Page & PortfolioPage;
}
