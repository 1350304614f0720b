import type { SettlementKind } from './settlement-kinds';

/** How a line came about, with the figures that it was computed from. */
export type Basis =
  | {
      readonly rule: 'prorata';
      readonly monthly: number;
      readonly days: number;
      readonly daysInMonth: number;
      readonly billed: number;
    }
  | { readonly rule: 'unpaid' | 'overpaid'; readonly billed: number; readonly paid: number }
  | { readonly rule: 'milestone'; readonly fee: number; readonly billed: number }
  | {
      readonly rule: 'by-days';
      readonly fee: number;
      readonly days: number;
      readonly daysInMonth: number;
      readonly billed: number;
    }
  | { readonly rule: 'over-billed' | 'over-billed-month'; readonly billed: number; readonly fee: number }
  | { readonly rule: 'part-share'; readonly billed: number; readonly fee: number; readonly share: number }
  | { readonly rule: 'part-fee'; readonly fee: number; readonly billed: number }
  | { readonly rule: 'after-end'; readonly paid: number }
  | { readonly rule: 'termination-fee' | 'asset-loss' }
  | { readonly rule: 'credit' | 'earned-back' };

export interface ProposedLine {
  readonly kind: SettlementKind;
  readonly minor: number;
  /** The record that it comes from, such as `invoice R-17` or `credit 2027-02 uptime`. */
  readonly source: string;
  readonly basis: Basis;
}
