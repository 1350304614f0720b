import { mean } from 'simple-statistics';
import type { Model } from './models';
import type { ForecastModel } from './schema';
import { studentReach } from './student';

/** One period as it was forecast from what was known before it. */
export interface Fold {
  readonly index: number;
  readonly value: number;
  readonly expected: number;
}

/** A model with everything it would have said, period by period: rolling origin (fpp3, 5.10). */
export interface Record {
  readonly model: Model;
  readonly folds: readonly Fold[];
}

/** What each model expected of each period from what was known before it, the earliest first. */
export type Expected = Readonly<Partial<{ [K in ForecastModel]: readonly number[] }>>;

/** What a model said of the first periods, where these are known to be the same, is not worked out again. */
export const backtest = (values: readonly number[], model: Model, said: readonly number[] = []): Record => ({
  model,
  folds: values.slice(model.needs).map((value, n) => {
    const index = model.needs + n;
    return { index, value, expected: said[n] ?? model.predict(values.slice(0, index)).at(1) };
  }),
});

export const expectedOf = (records: readonly Record[]): Expected =>
  Object.fromEntries(records.map(({ model, folds }) => [model.key, folds.map(({ expected }) => expected)]));

const errorOf = ({ value, expected }: Fold): number => value - expected;

export const maeOf = (folds: readonly Fold[]): number => mean(folds.map((fold) => Math.abs(errorOf(fold))));

/** How far errors reach: Student's t around the forecast, with the root mean square of past one-step errors. */
export interface Errors {
  readonly sigma: number;
  readonly degrees: number;
}

export const errorsOf = (folds: readonly Fold[]): Errors => ({
  sigma: Math.sqrt(mean(folds.map((fold) => errorOf(fold) ** 2))),
  degrees: folds.length,
});

export const reachOf = ({ sigma, degrees }: Errors, share: number): number =>
  sigma === 0 ? 0 : sigma * studentReach(share, degrees);

/** Errors that must be known before an interval is drawn. */
const FEWEST_ERRORS = 3;

/** Each fold with the errors that were known before it. */
export const foldsWithErrors = (folds: readonly Fold[]): readonly (Fold & { readonly errors: Errors })[] =>
  folds.slice(FEWEST_ERRORS).map((fold, n) => ({ ...fold, errors: errorsOf(folds.slice(0, n + FEWEST_ERRORS)) }));

/** A hair's breadth is forgiven, so that rounding in the last digit is nobody's anomaly. */
export const isInside = ({ value, expected }: Fold, reach: number): boolean =>
  Math.abs(value - expected) <= reach + 1e-9 * Math.max(1, Math.abs(value));
