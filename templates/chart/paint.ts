export type Tone = 'good' | 'warn' | 'bad' | 'info';

/** What a shape is in its chart. The page's sheet colours it by this name, in light and in dark. */
export const LOOKS = [
  'grid',
  'axis',
  'line',
  'point',
  'other',
  'forecast',
  'range',
  'target',
  'label',
  'mark',
  'value',
  'bar-good',
  'bar-warn',
  'bar-bad',
  'bar-info',
  'band-good',
  'band-warn',
  'band-bad',
  'band-info',
  'limit-good',
  'limit-warn',
  'limit-bad',
  'limit-info',
] as const;
export type Look = (typeof LOOKS)[number];

/** How a shape is painted where no sheet applies: on paper, in a PDF, in a file of its own. */
export interface Paint {
  readonly fill: string;
  readonly stroke: string;
  readonly width: number;
  readonly dash: string;
}

const INK = '#1b1e23';
const QUIET = '#616976';
const LINE = '#d5d9df';
const ACCENT = '#4650bd';

const filled = (fill: string): Paint => ({ fill, stroke: 'none', width: 0, dash: 'none' });
const drawn = (stroke: string, width: number, dash = 'none'): Paint => ({ fill: 'none', stroke, width, dash });

/** Colours of `web/colours.css` on white; lines differ by their dashes too, so that a black printer tells them apart. */
export const PAINTS = {
  grid: drawn('#e9ebef', 1),
  axis: drawn(LINE, 1),
  line: drawn(ACCENT, 2),
  point: { fill: ACCENT, stroke: '#ffffff', width: 1, dash: 'none' },
  other: drawn(QUIET, 1.5, '5 3'),
  forecast: drawn(ACCENT, 2, '2 3'),
  range: filled('#dfe2f8'),
  target: drawn('#1d6e43', 1.5, '7 3'),
  label: filled(QUIET),
  mark: filled(INK),
  value: filled(INK),
  'bar-good': filled('#3c8f64'),
  'bar-warn': filled('#b27a1c'),
  'bar-bad': filled('#b3261e'),
  'bar-info': filled(ACCENT),
  'band-good': filled('#e9f5ee'),
  'band-warn': filled('#fdf4e0'),
  'band-bad': filled('#fdeeec'),
  'band-info': filled('#eef0fb'),
  'limit-good': drawn('#1d6e43', 1, '2 2'),
  'limit-warn': drawn('#835300', 1, '2 2'),
  'limit-bad': drawn('#b3261e', 1, '2 2'),
  'limit-info': drawn(ACCENT, 1, '2 2'),
} satisfies Readonly<Record<Look, Paint>>;
