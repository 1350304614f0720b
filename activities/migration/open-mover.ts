import { DomainError } from '../../domain/errors';
import { overlapObjection } from '../../domain/exit/place';
import type { DatasetDefinition } from '../../domain/exit/schema';
import type { MigrationDeps } from './deps';
import { filesToFiles } from './files-to-files';
import type { MoveOrder, Mover } from './mover';
import { resolveDatabase, resolveDirectory } from './places';
import { tablesToFiles } from './tables-to-files';
import { tablesToTables } from './tables-to-tables';

/** The mover for a pair of ends, after both places have passed the allowlist once more. */
export async function openMover(
  { source, target }: Pick<DatasetDefinition, 'source' | 'target'>,
  order: MoveOrder,
  deps: MigrationDeps,
): Promise<Mover> {
  if (source.kind === 'directory') {
    if (target.kind === 'postgres') throw new DomainError('INVALID_FIELDS', 'Files cannot go into a database.');
    const [from, to] = [await resolveDirectory(source, deps), await resolveDirectory(target, deps)];
    const refusal = overlapObjection(from, to);
    if (refusal) throw DomainError.from(refusal);
    return filesToFiles(from.path, to.path, order);
  }
  const from = await resolveDatabase(source, deps);
  const tables = source.tables ?? [];
  if (target.kind === 'directory')
    return tablesToFiles(from, { path: (await resolveDirectory(target, deps)).path, tables }, order);
  return tablesToTables({ from, to: await resolveDatabase(target, deps), tables, renamed: target.tables }, order);
}
