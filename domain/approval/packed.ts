import { isSigned, type Signature } from './attachment';

/** How archives and packed files begin that nobody looks into. ZIP is none of them: its list of entries is read. */
const SIGNATURES: readonly (Signature & { readonly kind: string })[] = [
  { hex: '377abcaf271c', kind: '7z' },
  { hex: '526172211a07', kind: 'RAR' },
  { hex: '1f8b08', kind: 'gzip' },
  { hex: '314159265359', at: 4, kind: 'bzip2' },
  { hex: 'fd377a585a00', kind: 'xz' },
  { hex: '28b52ffd', kind: 'Zstandard' },
  { hex: '04224d18', kind: 'LZ4' },
  { hex: '4c5a4950', kind: 'lzip' },
  { hex: '1f9d', kind: 'compress' },
  { hex: '2d6c68', at: 2, kind: 'LHA' },
  { hex: '4d534346', kind: 'CAB' },
  { hex: '213c617263683e0a', kind: 'ar' },
  { hex: '303730373031', kind: 'cpio' },
  { hex: '303730373032', kind: 'cpio' },
  { hex: '303730373037', kind: 'cpio' },
  { hex: 'c771', kind: 'cpio' },
  { hex: '78617221', kind: 'xar' },
  { hex: '68737173', kind: 'SquashFS' },
  { hex: '4344303031', at: 32_769, kind: 'ISO' },
];

/** The kind of an archive that is not looked into, by its content; null for everything else. */
export function packedKindOf(content: Uint8Array): string | null {
  const signed = SIGNATURES.find((one) => isSigned(content, one));
  return signed?.kind ?? (isTar(content) ? 'tar' : null);
}

const HEADER = 512;
const SUM_AT = 148;
const SUM_LENGTH = 8;
const BLANK = 32;

/** A tar needs no signature: its first header holds the sum of its own bytes, with blanks in place of the sum. */
function isTar(content: Uint8Array): boolean {
  if (content.length < HEADER) return false;
  const text = String.fromCharCode(...content.subarray(SUM_AT, SUM_AT + SUM_LENGTH));
  const said = /^ *([0-7]+)[ \0]/.exec(text)?.[1];
  if (said === undefined) return false;
  const inSum = (at: number): boolean => at >= SUM_AT && at < SUM_AT + SUM_LENGTH;
  const sum = content.subarray(0, HEADER).reduce((all, byte, at) => all + (inSum(at) ? BLANK : byte), 0);
  return Number.parseInt(said, 8) === sum;
}
