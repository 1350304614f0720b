import { z } from 'zod';
import { Figure } from '../shapes';

export const Direction = z.enum(['maximise', 'minimise']);
export type Direction = z.infer<typeof Direction>;

/** How a KPI of a contract is judged; a milestone is reached (100) or not (0), with nothing in between. */
export const KpiDirection = z.enum([...Direction.options, 'milestone']);
export type KpiDirection = z.infer<typeof KpiDirection>;

export const KpiScoreInput = z
  .strictObject({
    direction: Direction,
    thresholds: z.array(Figure).max(10).optional(),
    floor: Figure.optional(),
    target: Figure.optional(),
    value: Figure.nullable(),
  })
  .superRefine(({ direction, thresholds = [], floor, target }, ctx) => {
    const refuse = (path: string, message: string): void => ctx.addIssue({ code: 'custom', path: [path], message });
    if (new Set(thresholds).size < thresholds.length) refuse('thresholds', 'must differ from each other');
    if (thresholds.length >= 2) return;
    if (floor === undefined || target === undefined) refuse('thresholds', 'give two or more, or a floor and a target');
    else if (direction === 'maximise' ? target <= floor : target >= floor) {
      refuse('target', direction === 'maximise' ? 'must lie above the floor' : 'must lie below the floor');
    }
  });
export type KpiScoreInput = z.infer<typeof KpiScoreInput>;

export const KpiScoreAnswer = z.strictObject({
  score: z.number().nullable(),
  band: z.int().optional(),
  bands: z.int().optional(),
});
export type KpiScoreAnswer = z.infer<typeof KpiScoreAnswer>;

/** The text of a formula; what it may say is decided by `parseFormula`. */
export const Expression = z.string().trim().max(10_000);

export const FormulaInput = z.strictObject({
  expression: Expression,
  inputs: z.record(z.string().min(1).max(64), Figure),
});
export type FormulaInput = z.infer<typeof FormulaInput>;

export const FormulaAnswer = z.strictObject({ value: z.number().nullable() });
export type FormulaAnswer = z.infer<typeof FormulaAnswer>;
