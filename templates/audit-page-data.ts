import type { FieldOnPage } from './record-form-data';

/** A signed head of the trail. */
export interface HeadRow {
  readonly number: number;
  readonly day: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly entries: number;
  readonly streams: number;
  /** First characters of the hash that it signs. */
  readonly root: string;
}

export interface BrokenRow {
  readonly stream: string;
  /** Number of the first entry that does not fit. */
  readonly seq: number;
  /** Entries of this stream alone; null where a signed head itself does not fit. */
  readonly exportHref: string | null;
  /** The engagement or request that the stream tells of. */
  readonly subjectHref: string | null;
}

export interface AuditVerdict {
  readonly intact: boolean;
  readonly broken: readonly BrokenRow[];
  readonly erased: number;
  /** A head from a mail was held to it as well. */
  readonly withKept: boolean;
  readonly seconds: number;
}

export interface AuditPage {
  readonly heads: readonly HeadRow[];
  /** There are more heads than are shown. */
  readonly more: boolean;
  readonly field: FieldOnPage;
  /** Null before anybody has asked. */
  readonly verdict: AuditVerdict | null;
  readonly exportHref: string;
}

export interface AuditPages<Page> {
  readonly audit: Page & AuditPage;
}
