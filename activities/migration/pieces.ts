import type { Digest, Span } from '../../db/stores/dataset-chunks';
import { type FilePlace, type FileSource, type Piece, rangeOf } from './files/place';
import { flow, type Gate } from './meter';

/** SHA-256 and size of a piece of a file as it is now; null when there is no such file. */
export async function digestPiece(place: Pick<FileSource, 'read'>, piece: Piece, gate: Gate): Promise<Digest | null> {
  const bytes = await place.read(piece.unit, rangeOf(piece));
  return bytes && { ...(await flow(bytes, gate)), rows: 0 };
}

interface Sides {
  readonly from: Pick<FileSource, 'read'>;
  readonly to: Pick<FilePlace, 'write'>;
}

/** Carries one piece over; the file gets its name only when its last piece is there. */
export async function copyPiece(
  { from, to }: Sides,
  span: Span,
  { again, ...gate }: Gate & { readonly again: boolean },
): Promise<Digest> {
  const bytes = await from.read(span.unit, rangeOf(span));
  if (!bytes) throw new Error(`${span.unit} is no longer at the source`);
  try {
    const sent = await to.write(span, { again, fill: (sink) => flow(bytes, { ...gate, sink }) });
    return { ...sent, rows: 0 };
  } finally {
    bytes.destroy();
  }
}
