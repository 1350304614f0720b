import { encode } from 'uqr';
import type { CodeOfPixels } from '../../templates/security-page-data';

/** White around it, as readers need it. */
const BORDER = 4;

/** A code of pixels as one path of an SVG, a unit for each of them. */
export function qrCode(text: string): CodeOfPixels {
  const { data, size } = encode(text, { ecc: 'M', border: BORDER });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { size, path: dark.join('') };
}
