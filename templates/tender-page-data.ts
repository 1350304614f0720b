import type { RateUsed } from '../domain/currency/schema';
import type { Chart } from './chart/chart';
import type { FormLink } from './record-form-data';
import type { TypedOnPage } from './service-page-data';
import type { Stage } from '../domain/tender/tender';

interface EngagementRef {
  readonly id: string;
  readonly number: string;
  readonly title: string;
}

export interface InvitedView {
  readonly vendor: string;
  readonly candidateId: string;
  readonly status: 'invited' | 'declined' | 'bid';
  readonly late: boolean;
  readonly sha256: string | null;
  /** Median hours from our questions to the vendor's answers. */
  readonly medianHours: number | null;
  readonly sharedHours: number | null;
  readonly forms: readonly FormLink[];
}

export interface TenderQuestionView {
  readonly id: string;
  readonly vendor: string;
  readonly asker: 'vendor' | 'buyer';
  readonly lowBid: boolean;
  readonly text: string;
  readonly at: number;
  readonly dueAt: number | null;
  readonly answer: string | null;
  readonly answeredAt: number | null;
  readonly visibility: 'all' | 'asker';
}

export type TypedOnTender = Readonly<
  Record<'act' | 'questionId' | 'answer' | 'visibility' | 'candidateId' | 'topic' | 'text', string>
>;

/** A tender as those who run it see it. */
export interface TenderPage {
  readonly engagement: EngagementRef;
  readonly tender: {
    readonly stage: Stage;
    readonly revision: number;
    readonly closeAt: number;
    readonly questionsUntil: number;
    readonly openedAt: number | null;
    readonly cancelReason: string | null;
    readonly introduction: string | null;
    readonly lateBids: 'accept' | 'refuse';
    /** Bidders learn their own place when the award is made. */
    readonly tellRank: boolean;
    readonly items: readonly {
      readonly title: string;
      readonly quantity: number;
      readonly unit: string;
      readonly charge: 'oneOff' | 'annual';
    }[];
  } | null;
  readonly invited: readonly InvitedView[];
  readonly questions: readonly TenderQuestionView[];
  /** What the reader may do here. */
  readonly mayEdit: boolean;
  readonly step: 'publish' | 'open' | null;
  readonly forms: readonly FormLink[];
  readonly refusal: string | null;
  /** The exact sentence of that refusal, as programs are told it. */
  readonly exact: string | null;
  /** What was typed when it was refused, by the names of the fields. */
  readonly typed: TypedOnTender & Pick<TypedOnPage, 'faults' | 'focus'>;
  /** What was written in a form that is not on the page any more. */
  readonly kept: string;
  readonly done: boolean;
}

export interface ComparedCell {
  readonly kind: 'num' | 'flags';
  readonly text: string | null;
  readonly rank: number | null;
  readonly delta: string | null;
  readonly best: boolean;
}

/** A bar over the weights from 0 to 100 %: pieces by the candidate that leads there. */
export interface SensitivityView {
  readonly dimension: string;
  readonly current: number;
  readonly margin: number | null;
  readonly pieces: readonly {
    readonly from: number;
    readonly to: number;
    readonly width: number;
    /** Place of the first leader in the list of candidates, which picks its colour. */
    readonly colour: number;
    readonly leaders: readonly string[];
  }[];
}

export interface ComparisonPage {
  readonly engagement: EngagementRef;
  /** Why nothing is shown yet: an error code. */
  readonly withheld: string | null;
  readonly currency: string;
  /** What quotes of other currencies were converted at. */
  readonly rates: readonly RateUsed[];
  readonly withoutRate: readonly string[];
  readonly columns: readonly string[];
  /** Columns of the table together with the one of the titles. */
  readonly span: number;
  readonly groups: readonly {
    readonly group: string;
    readonly rows: readonly {
      readonly title: string;
      readonly cells: readonly ComparedCell[];
    }[];
  }[];
  /** Each vendor by its dimensions, where there are enough of them. */
  readonly radars: readonly Chart[];
  /** How far the lowest quote lies below the second, in shares of it, and from where on that is abnormal. */
  readonly lowBid: { readonly gapBp: number | null; readonly fenceBp: number } | null;
  readonly legend: readonly { readonly name: string; readonly colour: number }[];
  readonly sensitivity: readonly SensitivityView[];
  readonly method: string | null;
}
