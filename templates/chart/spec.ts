import type { Locale } from '../../domain/people/people';
import type { Tone } from './paint';

/** What every chart is made from. */
interface Named {
  /** One line that says what is shown; it names the picture to a screen reader and captions it. */
  readonly title: string;
  /** Written behind values, such as `%`; empty where values have none. */
  readonly unit: string;
  readonly locale: Locale;
}

/** A value at its place on the axis, such as a period. */
export interface Point {
  readonly label: string;
  /** Null where nothing is known: the line is interrupted there and the table says so. */
  readonly value: number | null;
  /** How the value is written; by default the number with its unit. */
  readonly text?: string;
}

/** A further line over the same places; `values` stand in the order of the points. */
export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

/** What is expected behind the last point, with the range it will probably lie in. */
export interface ForecastPoint {
  readonly label: string;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** A zone from `from` up to `to`, such as a standing. */
export interface Band {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly tone: Tone;
}

/** A level that should not be crossed. */
export interface Threshold {
  readonly name: string;
  readonly value: number;
  readonly tone: Tone;
}

export interface LineSpec extends Named {
  /** At least one, in the order of time. */
  readonly points: readonly Point[];
  /** What the points are, in the head of the table; by default `value`. */
  readonly name?: string;
  readonly others?: readonly Series[];
  readonly forecast?: readonly ForecastPoint[];
  readonly bands?: readonly Band[];
  readonly target?: number | null;
  readonly thresholds?: readonly Threshold[];
  /** Ends of the axis; by default what holds every value, target and threshold. */
  readonly range?: { readonly min: number; readonly max: number };
}

export interface Bar {
  readonly label: string;
  readonly value: number | null;
  readonly text?: string;
  readonly tone?: Tone;
}

export interface BarSpec extends Named {
  /** At least one, in the order in which they are read. */
  readonly bars: readonly Bar[];
  /** What the labels are, in the head of the table; by default the period. */
  readonly name?: string;
}

export interface GaugeSpec extends Named {
  /** 0 to 100. */
  readonly value: number;
  /** Below it the value is too low. */
  readonly limit: Pick<Threshold, 'name' | 'value'>;
  /** What the value is made of, for the table. */
  readonly parts: readonly Point[];
  /** What the parts are, in the head of the table. */
  readonly name: string;
}

export interface RadarSpec extends Named {
  /** At least three, clockwise from the top. */
  readonly axes: readonly {
    readonly label: string;
    readonly value: number | null;
    /** The best that there is on this axis. */
    readonly best: number | null;
  }[];
  /** The end of every axis. */
  readonly most: number;
  /** What the axes, the values and the best are, in the head of the table. */
  readonly axisName: string;
  readonly name: string;
  readonly bestName: string;
}
