import type { RiskView } from './risk-page-data';

export interface MatrixCell {
  readonly likelihood: number;
  readonly impact: number;
  readonly level: RiskView['level'];
  readonly x: number;
  readonly y: number;
  /** Centre of the cell, where its number stands. */
  readonly textX: number;
  readonly textY: number;
  /** How many risks lie here; 0 is drawn as an empty cell. */
  readonly count: number;
}

export interface RiskMatrix {
  readonly width: number;
  readonly height: number;
  readonly size: number;
  readonly cells: readonly MatrixCell[];
  /** Numbers along the axes: likelihood upwards, impact to the right. */
  readonly rows: readonly { readonly rating: number; readonly x: number; readonly y: number }[];
  readonly columns: readonly { readonly rating: number; readonly x: number; readonly y: number }[];
  /** Where the names of the axes stand: that of the rows is read from below. */
  readonly names: { readonly x: number; readonly y: number; readonly middle: number };
}

const RATINGS = [1, 2, 3, 4, 5] as const;
const CELL = 34;
const GAP = 2;
const NAME = 16;
const AXIS = NAME + 18;
const FIELD = RATINGS.length * CELL;
const SIDE = AXIS + FIELD;

type Placed = Pick<RiskView, 'likelihood' | 'impact'>;

/** The 5×5 picture of a register: likelihood upwards, impact to the right, in each cell the number of risks. */
export function riskMatrix(risks: readonly Placed[], levelOf: (exposure: number) => RiskView['level']): RiskMatrix {
  const left = (impact: number): number => AXIS + (impact - 1) * CELL;
  const top = (likelihood: number): number => (RATINGS.length - likelihood) * CELL;
  return {
    width: SIDE,
    height: SIDE,
    size: CELL - GAP,
    cells: RATINGS.toReversed().flatMap((likelihood) =>
      RATINGS.map((impact) => ({
        likelihood,
        impact,
        level: levelOf(likelihood * impact),
        x: left(impact),
        y: top(likelihood),
        textX: left(impact) + (CELL - GAP) / 2,
        textY: top(likelihood) + (CELL - GAP) / 2,
        count: risks.filter((risk) => risk.likelihood === likelihood && risk.impact === impact).length,
      })),
    ),
    rows: RATINGS.map((rating) => ({ rating, x: (NAME + AXIS) / 2, y: top(rating) + (CELL - GAP) / 2 })),
    columns: RATINGS.map((rating) => ({ rating, x: left(rating) + (CELL - GAP) / 2, y: FIELD + (AXIS - NAME) / 2 })),
    names: { x: AXIS + FIELD / 2, y: SIDE - NAME / 2, middle: FIELD / 2 },
  };
}
