import { DomainError } from '../../domain/errors';

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

/** A disk that takes nothing more is no fault of whoever sends a document, and passes; every other error stays what it is. */
export function orNoRoom(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!NO_ROOM.has(code)) return error;
  return new DomainError(
    'UNAVAILABLE',
    'There is no room for documents at the moment, and nothing was kept. Try again later.',
  );
}
