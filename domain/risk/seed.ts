import { RISK_TYPES, type RiskType } from './types';

export interface SeedRisk {
  readonly id: string;
  readonly engagementId: string;
  readonly definition: {
    readonly type: RiskType;
    readonly cause: string;
    readonly likelihood: number;
    readonly impact: number;
    readonly controls: readonly string[];
  };
}

const FROM_THE_START: readonly (readonly [RiskType, string])[] = [
  ['quality', 'Service quality below what was agreed'],
  ['data', 'Leak of information or breach of data security'],
  ['capacity', 'The vendor can no longer deliver'],
  ['legal', 'Breach of law or regulation'],
];

/** The four risks that every engagement starts with (features.md 1.3), at medium exposure until somebody rates them. */
export const seedRisksFor = (engagementId: string): readonly SeedRisk[] =>
  FROM_THE_START.map(([type, cause]) => ({
    id: derivedId(engagementId, RISK_TYPES.indexOf(type)),
    engagementId,
    definition: { type, cause, likelihood: 3, impact: 3, controls: [] },
  }));

/** The engagement's own id with its last digits replaced: the same for every repetition, and still a UUID of the same kind. */
const derivedId = (engagementId: string, n: number): string =>
  `${engagementId.slice(0, -4)}${(0xa000 + n).toString(16)}`;
