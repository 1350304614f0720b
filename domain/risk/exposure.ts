export interface Rated {
  /** 1 (rare) to 5 (almost certain). */
  readonly likelihood: number;
  /** 1 (negligible) to 5 (severe). */
  readonly impact: number;
}

export const exposureOf = ({ likelihood, impact }: Rated): number => likelihood * impact;

/** Bands of the 5×5 matrix (features.md 1.3). */
export const bandOf = (exposure: number): 'green' | 'amber' | 'red' =>
  exposure >= 15 ? 'red' : exposure >= 8 ? 'amber' : 'green';
