import { CLEARED } from '../../domain/vendor/exchange';
import type { Vendor } from '../../domain/vendor/vendor-schema';
import type { RowFault } from '../sheets/table';
import type { PlannedRow } from './import-plan';

type Named = Pick<Vendor, 'id' | 'name' | 'uscc' | 'lei' | 'parentId'>;

/** Parents of the rows as their cells name them, found in the file and on record; a circle is a fault. */
export function placeParents(
  rows: readonly PlannedRow[],
  known: readonly Named[],
): { readonly rows: readonly PlannedRow[]; readonly faults: readonly RowFault[] } {
  const own = new Map(rows.map(({ after }) => [after.id, after]));
  const all: readonly Named[] = [...own.values(), ...known.filter(({ id }) => !own.has(id))];
  const find = finder(all);
  const placed = rows.map((row) => placeOne(row, find));
  const parents = new Map<string, string | null>(all.map(({ id, parentId }) => [id, parentId]));
  for (const { row } of placed) parents.set(row.after.id, row.after.parentId);
  const circles = placed.flatMap(({ row: { line, after } }) =>
    isOwnAncestor(after.id, parents)
      ? [{ row: line.row, column: 'parent', message: 'would make the vendor its own parent' }]
      : [],
  );
  return { rows: placed.map(({ row }) => row), faults: [...placed.flatMap(({ faults }) => faults), ...circles] };
}

type Find = (text: string) => readonly Named[];

/** By id, USCC or LEI, else by exact name. */
function finder(all: readonly Named[]): Find {
  const byKey = new Map<string, Named>();
  const byName = new Map<string, Named[]>();
  for (const one of all) {
    [one.id, one.uscc, one.lei].filter((key) => key !== null).forEach((key) => byKey.set(key, one));
    byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  }
  return (text) => {
    const exact = byKey.get(text);
    return exact ? [exact] : (byName.get(text) ?? []);
  };
}

function placeOne(row: PlannedRow, find: Find): { row: PlannedRow; faults: readonly RowFault[] } {
  const { line, after } = row;
  const cell = line.cells['parent'] ?? '';
  if (cell === '') return { row, faults: [] };
  if (cell === CLEARED) return { row: { ...row, after: { ...after, parentId: null } }, faults: [] };
  const found = find(cell);
  const [parent] = found;
  const message =
    found.length > 1 ? 'is the name of several vendors: use an identifier' : 'is not a vendor, here or in the file';
  if (!parent || found.length > 1) return { row, faults: [{ row: line.row, column: 'parent', message }] };
  return { row: { ...row, after: { ...after, parentId: parent.id } }, faults: [] };
}

function isOwnAncestor(id: string, parents: ReadonlyMap<string, string | null>): boolean {
  const seen = new Set<string>();
  for (let at = parents.get(id) ?? null; at !== null && !seen.has(at); at = parents.get(at) ?? null) {
    if (at === id) return true;
    seen.add(at);
  }
  return false;
}
