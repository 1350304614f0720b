import Big from 'big.js';
import { round4, sum } from '../decimal';

export interface WeighedDimension {
  readonly key: string;
  readonly weightBp: number;
}

export interface WeighedOption {
  readonly id: string;
  /** Score 0 to 100 per dimension. */
  readonly scores: Readonly<Record<string, number>>;
}

/** Who leads while the weight of a dimension lies between two shares, in percent. */
export interface LeadSegment {
  readonly from: number;
  readonly to: number;
  readonly leaders: readonly string[];
}

export interface DimensionSensitivity {
  readonly dimension: string;
  /** The weight as the model has it, in percent. */
  readonly current: number;
  readonly segments: readonly LeadSegment[];
  /** Weights at which another candidate takes the lead, in percent. */
  readonly switches: readonly number[];
  /** How far the weight can move until the lead changes, in percentage points; null when it never does. */
  readonly margin: number | null;
}

/**
 * One-at-a-time sensitivity of an additive ranking: the weight of a dimension goes from 0 to 100 %, the others keep their
 * proportions and share the rest (Triantaphyllou and Sánchez, 1997). Totals are straight lines over that weight, so the
 * points at which the lead changes are the corners of their upper envelope, found exactly.
 */
export function weightSensitivity(
  dimensions: readonly WeighedDimension[],
  options: readonly WeighedOption[],
): readonly DimensionSensitivity[] {
  return options.length === 0 ? [] : dimensions.map((dimension) => vary(dimension, { dimensions, options }));
}

interface Line {
  readonly id: string;
  /** Total where the dimension counts for nothing, and where nothing else counts. */
  readonly left: Big;
  readonly right: Big;
}

function vary(
  dimension: WeighedDimension,
  {
    dimensions,
    options,
  }: { readonly dimensions: readonly WeighedDimension[]; readonly options: readonly WeighedOption[] },
): DimensionSensitivity {
  const others = dimensions.filter(({ key }) => key !== dimension.key);
  const lines = options.map(({ id, scores }) => ({
    id,
    left: others.length === 0 ? new Big(scores[dimension.key] ?? 0) : restOf(others, scores),
    right: new Big(scores[dimension.key] ?? 0),
  }));
  const segments = envelope(lines);
  const switches = segments.slice(1).map(({ from }) => from);
  const current = dimension.weightBp / 100;
  const margin = switches.length > 0 ? round4(Math.min(...switches.map((at) => Math.abs(at - current)))) : null;
  return { dimension: dimension.key, current, segments, switches, margin };
}

/** The others' weighted mean; where they all weigh nothing, each counts the same. */
function restOf(others: readonly WeighedDimension[], scores: WeighedOption['scores']): Big {
  const whole = others.reduce((total, { weightBp }) => total + weightBp, 0);
  const weightOf = (weightBp: number): number => (whole === 0 ? 1 : weightBp);
  const total = sum(others.map(({ key, weightBp }) => new Big(scores[key] ?? 0).times(weightOf(weightBp))));
  return total.div(whole === 0 ? others.length : whole);
}

const slopeOf = ({ left, right }: Line): Big => right.minus(left);

/** Walks along the top of all lines from 0 to 1: the leader is overtaken where a steeper line crosses first. */
function envelope(lines: readonly Line[]): readonly LeadSegment[] {
  const segments: LeadSegment[] = [];
  let at = new Big(0);
  let leaders = steepest(highestAt(lines, at));
  for (;;) {
    const next = nextCrossing(lines, leaders[0]!, at);
    const to = next?.at ?? new Big(1);
    if (percent(to) > percent(at))
      segments.push({ from: percent(at), to: percent(to), leaders: leaders.map(({ id }) => id) });
    if (!next) return segments;
    at = next.at;
    leaders = next.lines;
  }
}

const percent = (share: Big): number => round4(share.times(100));
const heightAt = (line: Line, at: Big): Big => line.left.plus(slopeOf(line).times(at));

function highestAt(lines: readonly Line[], at: Big): readonly Line[] {
  const top = lines.reduce((best, line) => (heightAt(line, at).gt(best) ? heightAt(line, at) : best), new Big(-1));
  return lines.filter((line) => heightAt(line, at).eq(top));
}

/** Of lines that meet, the one that rises most leads from there on; equal lines lead together. */
function steepest(lines: readonly Line[]): readonly Line[] {
  const most = lines.reduce((best, line) => (slopeOf(line).gt(best) ? slopeOf(line) : best), slopeOf(lines[0]!));
  return lines.filter((line) => slopeOf(line).eq(most));
}

/** A steeper line meets the leader no earlier than where it took the lead; a quotient of 20 digits may say so. */
const notBefore = (from: Big, at: Big): Big => (at.lt(from) ? from : at);

function nextCrossing(
  lines: readonly Line[],
  leader: Line,
  from: Big,
): { readonly at: Big; readonly lines: readonly Line[] } | null {
  const crossings = lines
    .filter((line) => slopeOf(line).gt(slopeOf(leader)))
    .map((line) => ({
      line,
      at: notBefore(from, leader.left.minus(line.left).div(slopeOf(line).minus(slopeOf(leader)))),
    }))
    .filter(({ at }) => at.lt(1));
  if (crossings.length === 0) return null;
  const at = crossings.reduce((least, one) => (one.at.lt(least) ? one.at : least), crossings[0]!.at);
  return { at, lines: steepest(crossings.filter((one) => one.at.eq(at)).map(({ line }) => line)) };
}
