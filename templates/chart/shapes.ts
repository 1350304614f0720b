import { fitted } from './lettering';
import { type Look, type Paint, PAINTS } from './paint';

interface Painted {
  readonly look: Look;
  readonly paint: Paint;
}

export type Shape =
  | (Painted & {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    })
  | (Painted & { readonly kind: 'path'; readonly d: string })
  | (Painted & { readonly kind: 'dot'; readonly x: number; readonly y: number })
  | (Painted & {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly text: string;
      /** All of what had to be cut. */
      readonly full: string | null;
    });

export interface Place {
  readonly x: number;
  readonly y: number;
}

const painted = (look: Look): Painted => ({ look, paint: PAINTS[look] });

/** Coordinates with one decimal: the same picture is the same bytes everywhere. */
export const tenth = (value: number): number => Math.round(value * 10) / 10;

export const rect = (look: Look, { x, y, width, height }: Place & { width: number; height: number }): Shape => ({
  ...painted(look),
  kind: 'rect',
  x: tenth(x),
  y: tenth(y),
  width: tenth(Math.max(0, width)),
  height: tenth(Math.max(0, height)),
});

/** A line through places; a missing place interrupts it. */
export const line = (look: Look, places: readonly (Place | null)[]): Shape => ({
  ...painted(look),
  kind: 'path',
  d: places
    .map((place, index) => (place ? `${index > 0 && places[index - 1] ? 'L' : 'M'}${at(place)}` : ''))
    .filter((part) => part !== '')
    .join(' '),
});

/** A closed outline. */
export const area = (look: Look, places: readonly Place[]): Shape => {
  const outline = line(look, places);
  return outline.kind === 'path' ? { ...outline, d: `${outline.d} Z` } : outline;
};

export const dot = (look: Look, { x, y }: Place): Shape => ({
  ...painted(look),
  kind: 'dot',
  x: tenth(x),
  y: tenth(y),
});

interface Words extends Place {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly text: string;
  readonly full?: string | null;
}

export const text = (look: Look, { x, y, anchor = 'start', text: words, full = null }: Words): Shape => ({
  ...painted(look),
  kind: 'text',
  x: tenth(x),
  y: tenth(y),
  anchor,
  text: words,
  full,
});

/** As much of a text as has room; whoever points at it reads all of it. */
export function cutText(look: Look, { text: words, room, ...place }: Words & { readonly room: number }): Shape {
  const short = fitted(words, room);
  return text(look, { ...place, text: short, full: short === words ? null : words });
}

const at = ({ x, y }: Place): string => `${tenth(x)} ${tenth(y)}`;
