import { DomainError } from '../../domain/errors';
import { placeOf } from '../../domain/exit/end-place';
import type { FileEnd } from '../../domain/exit/end-schema';
import { overlapObjection } from '../../domain/exit/place';
import type { DatasetDefinition } from '../../domain/exit/schema';
import type { MigrationDeps } from './deps';
import { DRILL_PREFIX, type FilePlace, type FileSource } from './files/place';
import { isSealed } from './files/sealed';
import { filesToFiles } from './files-to-files';
import { filesToSealed } from './files-to-sealed';
import { localFiles } from './local-files';
import { LocalCopy } from './local/copy';
import type { MoveOrder, Mover } from './mover';
import { openSource, openTarget } from './open-files';
import { resolveDatabase } from './places';
import { tablesToFiles } from './tables-to-files';
import { tablesToTables } from './tables-to-tables';

type Ends = Pick<DatasetDefinition, 'source' | 'target'>;

/** The mover for a pair of ends, after both places have passed the allowlist once more. */
export async function openMover({ source, target }: Ends, order: MoveOrder, deps: MigrationDeps): Promise<Mover> {
  if (target.kind === 'https') throw new DomainError('INVALID_FIELDS', 'https can only be read from.');
  const below = order.drill ? `${DRILL_PREFIX}${order.runId}` : undefined;
  if (source.kind !== 'postgres') {
    if (target.kind === 'postgres') throw new DomainError('INVALID_FIELDS', 'Files cannot go into a database.');
    const from = await openSourceApart(source, target, deps);
    const to = await openOrClose(from, () => openTarget(target, deps, below));
    if (isSealed(to)) return filesToSealed({ from, to, order });
    const local = from.root !== undefined && to.root !== undefined && { from: from.root, to: to.root };
    return local
      ? localFiles({ from, to, order, local: new LocalCopy(local, order.gate) })
      : filesToFiles({ from, to, order });
  }
  const from = await resolveDatabase(source, deps);
  const tables = source.tables ?? [];
  if (target.kind !== 'postgres') {
    const to = await openTarget(target, deps, below);
    return openOrClose(to, () => tablesToFiles(from, { to, tables, format: target.format }, order));
  }
  return tablesToTables({ from, to: await resolveDatabase(target, deps), tables, renamed: target.tables }, order);
}

/** Opens the source, unless it and the target lie inside each other. */
async function openSourceApart(source: FileEnd, target: FileEnd, deps: MigrationDeps): Promise<FileSource> {
  const [from, to] = [placeOf(source), placeOf(target)];
  const refusal = from && to && overlapObjection(from, to);
  if (refusal) throw DomainError.from(refusal);
  return openSource(source, deps);
}

/** What is open already is closed when the rest cannot be opened. */
async function openOrClose<T>(opened: FileSource | FilePlace, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    await opened.close();
    throw error;
  }
}
