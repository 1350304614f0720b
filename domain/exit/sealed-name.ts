/** Name of the encrypted piece of a file at its target. */
export const sealedName = (path: string, piece: number): string => `${path}.${String(piece).padStart(6, '0')}.age`;

const SEALED = /^(.+)\.(\d{6,})\.age$/s;

/** Which piece of which file such a name stands for; null when it is none. */
export function readSealedName(name: string): { readonly path: string; readonly piece: number } | null {
  const [, path, digits] = SEALED.exec(name) ?? [];
  return path === undefined || digits === undefined ? null : { path, piece: Number(digits) };
}

/** Name of such a piece once it is decrypted. */
export const plainName = (name: string): string => name.replace(/\.age$/, '');
