import type { DisputeOutcome } from '../domain/exit/dispute-schema';
import type { SettlementNews } from '../domain/exit/confirmation';
import type { SettlementKind } from '../domain/exit/settlement-kinds';
import type { MoneyText } from '../domain/money';
import type { TypedOnPage } from './service-page-data';

/** The account in figures. */
export interface SettlementSums {
  readonly net: MoneyText;
  readonly payable: MoneyText;
  readonly disputedTotal: MoneyText;
}

/** What a mail to the vendor says of the settlement. */
export interface SettlementPart extends SettlementSums {
  readonly word: Exclude<SettlementNews, 'silent'>;
}

export interface SettlementLineOnPage {
  /** Counted from 1. */
  readonly place: number;
  readonly kind: SettlementKind;
  readonly charge: boolean;
  readonly money: MoneyText;
  /** Marked as disputed while it is a draft. */
  readonly marked: boolean;
  readonly source: string | null;
  readonly note: string | null;
  readonly evidence: string | null;
  readonly dispute: {
    readonly id: string;
    readonly side: 'us' | 'vendor';
    readonly reason: string | null;
    readonly at: number;
    readonly outcome: DisputeOutcome | null;
    readonly money: MoneyText | null;
    readonly adjustment: MoneyText | null;
    readonly resolution: string | null;
    readonly mayResolve: boolean;
    /** What was typed to settle it, once that was refused. */
    readonly typed: Readonly<Record<'act' | 'outcome' | 'amount' | 'reason', string>>;
  } | null;
  /** What was typed when it was refused. */
  readonly answer: string;
  readonly reason: string;
  readonly answerName: string;
  readonly reasonName: string;
  /** What is wrong with the answer, in English. */
  readonly fault: string | null;
}

export interface ConfirmationOnPage {
  readonly how: 'link' | 'paper';
  readonly name: string;
  readonly at: number;
}

interface Account extends SettlementSums {
  readonly engagement: { readonly id: string; readonly number: string; readonly title: string };
  readonly vendor: string | null;
  readonly currency: string;
  readonly lines: readonly SettlementLineOnPage[];
  /** Null while nothing was resolved. */
  readonly adjusted: MoneyText | null;
  readonly approvedAt: number | null;
  readonly confirmation: ConfirmationOnPage | null;
  readonly sha256: string;
  readonly done: boolean;
  readonly refusal: string | null;
  /** The exact sentence of that refusal, as programs are told it. */
  readonly exact: string | null;
  readonly action: string;
  readonly hidden: { readonly name: string; readonly value: string };
}

/** The settlement as the vendor sees it behind its link. */
export interface VendorSettlementPage extends Account {
  readonly mayAnswer: boolean;
  readonly name: string;
  /** Forms in which the statement can be taken along. */
  readonly forms: readonly { readonly form: string; readonly href: string }[];
  readonly sides: 'side-vendor';
  readonly typed: Pick<TypedOnPage, 'faults' | 'focus'>;
}

/** The settlement as we see it. */
export interface SettlementPage extends Omit<Account, 'sha256'> {
  readonly sha256: string | null;
  readonly status: 'draft' | 'submitted' | 'approved' | null;
  /** Null where nothing can be taken over. */
  readonly proposal: {
    readonly lines: readonly {
      readonly kind: SettlementKind;
      readonly charge: boolean;
      readonly money: MoneyText;
      readonly source: string;
      readonly note: string;
    }[];
    readonly net: MoneyText;
    readonly byHand: readonly SettlementKind[];
    readonly omitted: readonly string[];
    readonly mayTakeOver: boolean;
  } | null;
  /** Lines that may still be disputed. */
  readonly disputable: readonly number[];
  /** What was typed of a dispute that was refused. */
  readonly disputing: { readonly act: string; readonly line: number; readonly reason: string };
  /** Where somebody shows again who they are. */
  readonly confirmHref: string;
  readonly paper: Readonly<Record<'act' | 'name' | 'evidence', string>> | null;
  readonly typed: Pick<TypedOnPage, 'faults' | 'focus'>;
  /** What was written in a form that is not on the page any more. */
  readonly kept: string;
  readonly forms: readonly { readonly form: string; readonly href: string }[];
  readonly sides: 'side-us';
}

/** The data of these pages by name, inside what surrounds every page. */
export interface SettlementPages<Page> {
  readonly settlement: Page & SettlementPage;
  readonly 'vendor-settlement': Page & VendorSettlementPage;
}
