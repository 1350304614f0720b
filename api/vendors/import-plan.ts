import { localDate } from '../../domain/calendar/zone';
import { bodyOf, CLEARED, columnOf } from '../../domain/vendor/exchange';
import { ImportedChange, ImportedVendor } from '../../domain/vendor/exchange-schema';
import { statusIssues } from '../../domain/vendor/status';
import type { Vendor } from '../../domain/vendor/vendor-schema';
import { type Line, parseLine, type RowFault } from '../sheets/table';
import { newVendorOf } from './new-vendor';

/** What is on record of the vendors that a file may mean. */
export interface OnRecord {
  readonly vendors: readonly Vendor[];
  /** Ids of active people of the organisation by their address in small letters. */
  readonly owners: ReadonlyMap<string, string>;
  readonly actorId: string;
  readonly now: number;
  /** Identity of the vendor that a row brings: the same for every repetition of the call. */
  readonly idOf: (line: Line) => string;
}

export interface PlannedRow {
  readonly line: Line;
  /** Null for a vendor that is not there yet. */
  readonly before: Vendor | null;
  /** With the parent it had; the parent column is read when all rows have an id. */
  readonly after: Vendor;
}

export interface Plan {
  readonly rows: readonly PlannedRow[];
  readonly faults: readonly RowFault[];
}

/** Reads every line against what is on record: a vendor is met by its id, else its USCC, else its LEI; others are new. */
export function planImport(lines: readonly Line[], record: OnRecord): Plan {
  const twice = repeatedKeys(lines);
  const results = lines.map((line) => planLine(line, record));
  return {
    rows: results.flatMap(({ row }) => (row ? [row] : [])),
    faults: [...results.flatMap(({ faults }) => faults), ...twice].sort((a, b) => a.row - b.row),
  };
}

interface Planned {
  readonly row: PlannedRow | null;
  readonly faults: readonly RowFault[];
}

function planLine(line: Line, record: OnRecord): Planned {
  const met = meet(line, record);
  if ('fault' in met) return { row: null, faults: [met.fault] };
  const owner = ownerOf(line, record);
  const body = bodyOf(line.cells);
  const before = met.vendor;
  const result = before ? parseLine(ImportedChange, line, body) : parseLine(ImportedVendor, line, body);
  if ('faults' in result) return { row: null, faults: [...byColumn(result.faults), ...owner.faults] };
  const fields = definedOnly(result.value);
  const after = before
    ? { ...before, ...fields }
    : newVendorOf(record.idOf(line), ImportedVendor.parse(body), record.actorId);
  const withOwner = { ...after, ...(owner.id !== null && { ownerId: owner.id }) };
  const statusFaults = before ? statusIssues(before.status, withOwner, localDate('UTC', record.now)) : [];
  const faults = [
    ...owner.faults,
    ...statusFaults.map(({ path, message }) => ({ row: line.row, column: path, message })),
  ];
  return { row: { line, before, after: withOwner }, faults };
}

const byColumn = (faults: readonly RowFault[]): readonly RowFault[] =>
  faults.map((fault) => ({ ...fault, column: fault.column === null ? null : columnOf(fault.column) }));

const definedOnly = (value: object): Partial<Vendor> =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));

const identifiers = ['id', 'uscc', 'lei'] as const;
const cellOf = ({ cells }: Line, key: string): string => (cells[key] === CLEARED ? '' : (cells[key] ?? ''));

/** The vendor that a line means. */
function meet(line: Line, { vendors, idOf }: OnRecord): { vendor: Vendor | null } | { fault: RowFault } {
  const fault = (column: string, message: string) => ({ fault: { row: line.row, column, message } });
  const found = identifiers.flatMap((key) => {
    const cell = cellOf(line, key);
    const vendor = cell === '' ? undefined : vendors.find((one) => one[key] === cell);
    return vendor ? [{ key, vendor }] : [];
  });
  const [first] = found;
  const other = found.find(({ vendor }) => vendor.id !== first?.vendor.id);
  if (other) return fault(other.key, `belongs to another vendor, ${other.vendor.name}`);
  if (first) return { vendor: first.vendor };
  if (cellOf(line, 'id') !== '') return fault('id', 'is not a vendor');
  const namesake = vendors.find(({ name }) => name === cellOf(line, 'name'));
  const isNamed = identifiers.every((key) => cellOf(line, key) === '');
  if (namesake?.id === idOf(line)) return { vendor: namesake };
  return isNamed && namesake
    ? fault('name', `is a vendor already (${namesake.id}): give its id, USCC or LEI to change it`)
    : { vendor: null };
}

function ownerOf(line: Line, { owners }: OnRecord): { id: string | null; faults: readonly RowFault[] } {
  const email = cellOf(line, 'ownerEmail');
  const id = email === '' ? null : (owners.get(email.toLowerCase()) ?? null);
  const isUnknown = email !== '' && id === null;
  const message = 'is not an active person of the organisation';
  return { id, faults: isUnknown ? [{ row: line.row, column: 'ownerEmail', message }] : [] };
}

/** The same vendor in two rows: which of them should hold? */
function repeatedKeys(lines: readonly Line[]): readonly RowFault[] {
  const seen = new Map<string, number>();
  return lines.flatMap((line) => {
    const own = identifiers.filter((key) => cellOf(line, key) !== '');
    return (own.length > 0 ? own : ['name']).flatMap((column) => {
      const key = `${column}:${cellOf(line, column)}`;
      const earlier = seen.get(key);
      seen.set(key, earlier ?? line.row);
      return earlier === undefined ? [] : [{ row: line.row, column, message: `stands in row ${earlier} already` }];
    });
  });
}
