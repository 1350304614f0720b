import type { RoleRate } from './ledger-schema';

/** Stands in for every role that has no rate of its own. */
export const ANY_ROLE = 'any';

interface Asked {
  readonly role: string;
  readonly on: string;
  readonly currency: string;
}

/** The rate that holds for a role on a day: its newest that has begun, else that of `any`; null where none has. */
export const rateOn = (rates: readonly RoleRate[], { role, on, currency }: Asked): RoleRate | null =>
  [role, ANY_ROLE]
    .map((name) =>
      newest(
        rates.filter((rate) => rate.role === name && rate.perHour.currency === currency),
        on,
      ),
    )
    .find((rate) => rate !== null) ?? null;

const newest = (rates: readonly RoleRate[], on: string): RoleRate | null =>
  rates
    .filter(({ from }) => from <= on)
    .reduce<RoleRate | null>((best, rate) => (best === null || rate.from > best.from ? rate : best), null);
