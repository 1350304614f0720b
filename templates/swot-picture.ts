import { type Quadrant, QUADRANTS } from '../domain/planning/catalogue';

export interface SwotEntry {
  readonly quadrant: Quadrant;
  readonly text: string;
  /** 1–5 each. */
  readonly impact: number;
  readonly fit: number;
  readonly mitigation: string | null;
}

interface Bubble {
  readonly n: number;
  readonly x: number;
  readonly y: number;
  readonly r: number;
  /** Where the number stands, so that it is in the middle of its bubble. */
  readonly textY: number;
}

export interface QuadrantView {
  readonly key: Quadrant;
  readonly total: number;
  readonly x: number;
  readonly y: number;
  readonly titleX: number;
  readonly titleY: number;
  readonly totalX: number;
  readonly bubbles: readonly Bubble[];
  /** The same as text: entries by their numbers in the picture, weightiest first. */
  readonly items: readonly {
    readonly n: number;
    readonly text: string;
    readonly weight: number;
    readonly mitigation: string | null;
  }[];
}

export interface SwotPicture {
  readonly width: number;
  readonly height: number;
  readonly box: { readonly width: number; readonly height: number };
  readonly quadrants: readonly QuadrantView[];
}

const BOX = { width: 204, height: 176 };
const GAP = 8;
const HEAD = 26;
const SIDE = 16;
const STEPS = 5;
/** Entries of the same impact and fit stand around their place. */
const AROUND = [
  [0, 0],
  [11, 0],
  [-11, 0],
  [0, 9],
  [0, -9],
] as const;

/** The four quadrants two by two: in each, entries stand by fit (rightwards) and impact (upwards), larger the weightier. */
export function drawSwot(entries: readonly SwotEntry[]): SwotPicture {
  return {
    width: 2 * BOX.width + GAP,
    height: 2 * BOX.height + GAP,
    box: BOX,
    quadrants: QUADRANTS.map((key, index) =>
      drawQuadrant(
        entries.filter(({ quadrant }) => quadrant === key),
        { key, x: (index % 2) * (BOX.width + GAP), y: Math.floor(index / 2) * (BOX.height + GAP) },
      ),
    ),
  };
}

interface Corner {
  readonly key: Quadrant;
  readonly x: number;
  readonly y: number;
}

function drawQuadrant(entries: readonly SwotEntry[], { key, x, y }: Corner): QuadrantView {
  const sorted = entries.toSorted((a, b) => weightOf(b) - weightOf(a));
  return {
    key,
    x,
    y,
    titleX: x + 10,
    titleY: y + 19,
    totalX: x + BOX.width - 10,
    total: entries.reduce((sum, entry) => sum + weightOf(entry), 0),
    bubbles: sorted.map((entry, index) => bubble(entry, { n: index + 1, x, y, before: sorted.slice(0, index) })),
    items: sorted.map((entry, index) => ({
      n: index + 1,
      text: entry.text,
      weight: weightOf(entry),
      mitigation: entry.mitigation,
    })),
  };
}

const weightOf = ({ impact, fit }: SwotEntry): number => impact * fit;

interface Place {
  readonly n: number;
  readonly x: number;
  readonly y: number;
  readonly before: readonly SwotEntry[];
}

function bubble(entry: SwotEntry, { n, x, y, before }: Place): Bubble {
  const { impact, fit } = entry;
  const stepX = (BOX.width - 2 * SIDE) / STEPS;
  const stepY = (BOX.height - HEAD - 10) / STEPS;
  const sharing = before.filter((one) => one.impact === impact && one.fit === fit).length;
  const [dx, dy] = AROUND[sharing % AROUND.length] ?? [0, 0];
  const at = { x: x + SIDE + (fit - 0.5) * stepX + dx, y: y + BOX.height - 8 - (impact - 0.5) * stepY + dy };
  return { n, x: tenth(at.x), y: tenth(at.y), r: tenth(8 + weightOf(entry) / 5), textY: tenth(at.y + 4) };
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
