import { SHIPPED_RISK_RULES } from './rules';
import type { RiskRules } from './rules-schema';

export interface Rated {
  /** 1 (rare) to 5 (almost certain). */
  readonly likelihood: number;
  /** 1 (negligible) to 5 (severe). */
  readonly impact: number;
}

export type Band = 'green' | 'amber' | 'red';

export const exposureOf = ({ likelihood, impact }: Rated): number => likelihood * impact;

/** Bands of the 5×5 matrix: as they ship, red from 15 and amber from 8 (ISO 31010, consequence/likelihood matrix). */
export const bandOf = (
  exposure: number,
  { redFrom, amberFrom }: RiskRules['exposure'] = SHIPPED_RISK_RULES.exposure,
): Band => (exposure >= redFrom ? 'red' : exposure >= amberFrom ? 'amber' : 'green');
