import { nextAnniversary } from '../calendar/civil';
import { periodDates, type Period } from '../calendar/periods';

/** Whether the last day of a contract year lies in a quarter. Years count from the first day, so month ends never drift. */
export function endsContractYear(quarter: Period, contractStart: string | null): boolean {
  if (contractStart === null) return false;
  const { start, end } = periodDates(quarter);
  const anniversary = nextAnniversary(contractStart, 12, start);
  return anniversary > contractStart && anniversary <= end;
}
