import type { MoneyText } from '../domain/money';
import type { FormLink } from './record-form-data';

export interface InvoiceLine {
  readonly number: string;
  readonly period: string;
  readonly about: string;
  /** Number of the part of the service that it is about. */
  readonly part: number | null;
  readonly money: MoneyText;
  readonly paid: MoneyText;
  readonly settled: boolean;
  readonly forms: readonly FormLink[];
}

/** What the vendor has billed, newest first. */
export interface InvoicesView {
  readonly lines: readonly InvoiceLine[];
  readonly forms: readonly FormLink[];
}
