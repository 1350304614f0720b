export type Health = 'green' | 'amber' | 'red';

/** Health of an engagement: how the period closed last was rated; one without a score says nothing bad. */
export const healthOf = (score: number | null): Health =>
  score === null || score >= 80 ? 'green' : score >= 50 ? 'amber' : 'red';
