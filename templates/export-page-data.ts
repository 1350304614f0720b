import type { Fact } from './facts';
import type { RequestView } from './page-data';

export interface TrailEntry {
  readonly seq: number;
  readonly at: number;
  readonly actor: string | null;
  readonly onBehalfOf: string | null;
  readonly channel: string;
  readonly type: string;
  readonly facts: readonly Fact[];
  readonly hash: string;
  readonly broken: boolean;
}

/** A request on paper, with the trail that proves it. */
export interface ExportPage {
  readonly request: RequestView;
  readonly jsonHref: string;
  readonly exportedAt: number;
  readonly exportedBy: string;
  readonly versions: readonly {
    readonly hash: string;
    readonly title: string;
    readonly at: number;
    readonly facts: readonly Fact[];
    readonly intact: boolean;
  }[];
  readonly policies: readonly { readonly key: string; readonly version: number; readonly title: string }[];
  readonly stream: string;
  readonly isExcerpt: boolean;
  readonly intact: boolean;
  readonly entries: readonly TrailEntry[];
}
