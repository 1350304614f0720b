import type { EngagementAct } from '../engagement/access';

/** What a key may be for. */
export const KEY_SCOPES = ['read', 'kpi:write', 'signals:write'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** What a machine may do that calls with a key, and where; it holds no role and belongs to no team. */
export interface Grant {
  readonly engagementId: string;
  readonly scopes: readonly KeyScope[];
}

const ACTS = {
  read: ['read', 'know'],
  'kpi:write': ['report'],
  'signals:write': ['edit'],
} as const satisfies Record<KeyScope, readonly EngagementAct[]>;

export const isGranted = ({ scopes }: Grant, act: EngagementAct): boolean =>
  scopes.some((scope) => ACTS[scope].some((one) => one === act));
