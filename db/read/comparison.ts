import type { Evaluation } from '../../domain/vendor/record-schema';
import { csvFile, csvLine } from '../../domain/csv';
import type { Db } from '../knex';
import { findVendor } from '../stores/vendors';

/** The comparison as buyers read it: criteria down, vendors across. */
export async function comparisonCsv(db: Db, { candidates }: Evaluation): Promise<string> {
  const names = await Promise.all(
    candidates.map(async ({ vendorId }) => (await findVendor(db, vendorId))?.name ?? vendorId),
  );
  const dimensions = [...new Set(candidates.flatMap((candidate) => Object.keys(candidate.dimensions)))];
  return csvFile([
    csvLine(['', ...names]),
    csvLine(['tco', ...candidates.map(({ tco }) => tco?.amount)]),
    csvLine(['currency', ...candidates.map(({ tco }) => tco?.currency)]),
    ...dimensions.map((key) => csvLine([key, ...candidates.map((candidate) => candidate.dimensions[key])])),
    csvLine(['total', ...candidates.map(({ total }) => total)]),
    csvLine(['rank', ...candidates.map(({ rank }) => rank)]),
    csvLine(['quoteOnlyRank', ...candidates.map(({ quoteOnlyRank }) => quoteOnlyRank)]),
    csvLine(['flags', ...candidates.map(({ flags }) => flags.join(' '))]),
  ]);
}
