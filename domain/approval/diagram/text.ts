/** Room for text, in px. */
export interface Room {
  readonly width: number;
  readonly fontSize: number;
  /** At most so many lines; what does not fit ends in an ellipsis. */
  readonly lines: number;
  readonly bold?: boolean;
}

/** Shares of the font size, on the wide side of what common sans-serif fonts use: no font is at hand where this runs. */
const FULL = 1;
const SHARES: readonly (readonly [RegExp, number])[] = [
  [/[ilj.,:;'|!()[\]` ]/, 0.3],
  [/[frtI"/\\*-]/, 0.4],
  [/[mwMW@%…—]/, 0.92],
  [/[A-Z&<>=+≥≤~#$]/, 0.68],
  [/[\u0020-\u024f]/, 0.57],
];

function shareOf(character: string): number {
  return SHARES.find(([characters]) => characters.test(character))?.[1] ?? FULL;
}

/** Width of a text as the widest of the usual fonts would set it. */
export function widthOf(text: string, { fontSize, bold = false }: Pick<Room, 'fontSize' | 'bold'>): number {
  const shares = Array.from(text).reduce((sum, character) => sum + shareOf(character), 0);
  return shares * fontSize * (bold ? 1.06 : 1);
}

/** Words, and single characters of scripts that break anywhere but before closing punctuation. */
const PARTS =
  /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef][，。、；：？！）】》」』”’…—]*|\s+|[^\s\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+/gu;

/** Breaks a text into lines that fit. */
export function wrapText(text: string, room: Room): readonly string[] {
  const parts = (text.trim().match(PARTS) ?? []).flatMap((part) => pieces(part, room));
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf((last + part).trimEnd(), room) <= room.width)
      lines[lines.length - 1] = last + part;
    else if (part.trim() !== '') lines.push(part);
  }
  const trimmed = lines.map((line) => line.trimEnd());
  if (trimmed.length <= room.lines) return trimmed;
  return [...trimmed.slice(0, room.lines - 1), shorten(trimmed.slice(room.lines - 1).join(' '), room)];
}

/** One line, cut where it stops fitting. */
export function shorten(text: string, room: Omit<Room, 'lines'>): string {
  if (widthOf(text, room) <= room.width) return text;
  const characters = Array.from(text);
  while (characters.length > 0 && widthOf(`${characters.join('')}…`, room) > room.width) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

/** A word longer than a line, in pieces that fit. */
function pieces(word: string, room: Room): readonly string[] {
  if (widthOf(word, room) <= room.width) return [word];
  return Array.from(word).reduce<string[]>((found, character) => {
    const last = found.at(-1);
    if (last === undefined || widthOf(last + character, room) > room.width) return [...found, character];
    return [...found.slice(0, -1), last + character];
  }, []);
}
