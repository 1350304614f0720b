/** Chinese and other wide characters take the whole size of the font, Latin ones little more than half. */
const WIDE = /[\u2026\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;
/** What no line begins with. */
const CLOSING = /[\u2026\u3001\u3002\u3009\u300b\u300d\u300f\u3011\uff01\uff09\uff0c\uff1a\uff1b\uff1f]/;

export const FONT_SIZE = 12;

/** About how wide a text stands, in the units of the picture. */
export const widthOf = (words: string): number =>
  Array.from(words).reduce((width, letter) => width + (WIDE.test(letter) ? 1 : 0.58) * FONT_SIZE, 0);

/** As much of a text as has room, with an ellipsis where it was cut; the table has all of it. */
export function fitted(words: string, room: number): string {
  if (widthOf(words) <= room) return words;
  const letters = Array.from(words);
  while (letters.length > 1 && widthOf(`${letters.join('')}…`) > room) letters.pop();
  return `${letters.join('')}…`;
}

/**
 * A text and what has to stand behind it, in two lines where one has no room: broken between words, which Chinese has
 * none of, and cut only where that is not enough.
 */
export function wrapped(words: string, behind: string, room: number): readonly string[] {
  if (widthOf(words + behind) <= room) return [words + behind];
  const letters = Array.from(words);
  const most = letters.findLastIndex(
    (_letter, index) => mayBreak(letters, index) && widthOf(letters.slice(0, index).join('').trim()) <= room,
  );
  const first = widthOf(words) <= room ? words : letters.slice(0, Math.max(0, most)).join('').trim();
  const rest = words.slice(first.length).trim();
  const last = `${fitted(rest, room - widthOf(behind))}${behind}`.trim();
  return first === '' ? [last] : [first, last];
}

const mayBreak = (letters: readonly string[], index: number): boolean => {
  const [before, after] = [letters[index - 1] ?? '', letters[index] ?? ''];
  return index > 0 && (/\s/.test(after) || (WIDE.test(before) && WIDE.test(after) && !CLOSING.test(after)));
};
