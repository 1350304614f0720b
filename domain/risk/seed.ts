import type { Locale } from '../people/people';
import type { Bilingual } from '../shapes';
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

const FROM_THE_START: readonly (readonly [RiskType, Bilingual])[] = [
  ['quality', { en: 'Service quality below what was agreed', 'zh-CN': '服务质量不达标' }],
  ['data', { en: 'Leak of information or breach of data security', 'zh-CN': '信息泄露或数据安全问题' }],
  ['capacity', { en: 'The vendor can no longer deliver', 'zh-CN': '供应商履约能力下降' }],
  ['legal', { en: 'Breach of law or regulation', 'zh-CN': '法律合规风险' }],
];

/** The four risks that every engagement starts with, at medium exposure until somebody rates them. */
export const seedRisksFor = (engagementId: string): readonly SeedRisk[] =>
  FROM_THE_START.map(([type, { en: cause }]) => ({
    id: derivedId(engagementId, RISK_TYPES.indexOf(type)),
    engagementId,
    definition: { type, cause, likelihood: 3, impact: 3, controls: [] },
  }));

/** A cause in the reader's language: ours while nobody has reworded it, otherwise as it was written. */
export const causeFor = (cause: string, locale: Locale): string =>
  FROM_THE_START.find(([, { en }]) => en === cause)?.[1][locale] ?? cause;

/** The engagement's own id with its last digits replaced: the same for every repetition, and still a UUID of the same kind. */
const derivedId = (engagementId: string, n: number): string =>
  `${engagementId.slice(0, -4)}${(0xa000 + n).toString(16)}`;
