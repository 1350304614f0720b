import type { SheetTable } from '../api/sheets/sheet';
import { addDays } from '../domain/calendar/civil';
import { isUscc } from '../domain/vendor/identifiers';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** A code with the right check character for a number. */
export function usccOf(n: number): string {
  const stem = `91110000${String(n).padStart(9, '0')}`;
  const found = Array.from(ALPHABET).find((check) => isUscc(stem + check));
  if (!found) throw new Error(`there is no check character for ${stem}`);
  return stem + found;
}

/** Vendors with two certificates each; every tenth heads a group of ten. */
export const vendorSheet = (count: number, contact: string): SheetTable => ({
  name: 'vendors',
  columns: ['name', 'country', 'uscc', 'parent', 'status', 'tier', 'contactName', 'certificates'].map((title) => ({
    title,
  })),
  rows: Array.from({ length: count }, (_, n) => [
    `供应商 ${n} Supplier`,
    'CN',
    usccOf(n),
    n % 10 === 0 ? '' : usccOf(n - (n % 10)),
    n % 3 === 0 ? 'qualified' : 'prospect',
    n % 5 === 0 ? 'strategic' : 'standard',
    `${contact} ${n}`,
    `ISO 27001|A-${n}|TUV|2026-01-01|${addDays('2028-01-01', n % 365)}; ISO 9001|B-${n}|||2029-06-30`,
  ]),
});
