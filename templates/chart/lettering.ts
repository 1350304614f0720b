/** Chinese and other wide characters take the whole size of the font, Latin ones little more than half. */
const WIDE = /[\u2026\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;

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
