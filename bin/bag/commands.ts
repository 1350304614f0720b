import { parsePostgresUrl } from '../../domain/exit/place';
import { StartFailure } from '../parts/failure';
import { Bag } from './files';
import { exportAgain, importBag } from './import';
import { openBag } from './open';
import { type Report, verifyBag } from './verify';

export interface BagOrder {
  readonly bag: string;
  readonly to?: string | undefined;
  /** File with the age identity that opens an encrypted bag. */
  readonly identity?: string | undefined;
  /** Public key, in base64, that must have signed the bag. */
  readonly key?: string | undefined;
}

type Say = (line: string) => void;
/** Answers whether all is as it must be. */
type Command = (order: BagOrder, say: Say) => Promise<boolean>;

const NAMES = ['verify', 'open', 'import'] as const;
type BagCommand = (typeof NAMES)[number];
export const isBagCommand = (text: string): text is BagCommand => NAMES.some((name) => name === text);

export const BAG_COMMANDS: Readonly<Record<BagCommand, Command>> = {
  verify: async (order, say) => (await verified(order, say)).faults.length === 0,

  open: async (order, say) => {
    if (order.to === undefined) throw new StartFailure('--to names the empty directory that the files go into.');
    if ((await verified(order, say)).faults.length > 0) return false;
    say(`✔ ${await openBag(await Bag.open(order.bag, order.identity), order.to)} files written to ${order.to}`);
    return true;
  },

  import: async (order, say) => {
    const place = parsePostgresUrl(order.to ?? '');
    if (!place) throw new StartFailure('--to names the database: postgres://user:password@host:port/database');
    if ((await verified(order, say)).faults.length > 0) return false;
    const bag = await Bag.open(order.bag, order.identity);
    const { tables, rows, left } = await importBag(bag, place);
    say(`✔ ${tables} tables with ${rows} rows imported`);
    for (const constraint of left) say(`· left out, it refers to a table that is not here: ${constraint}`);
    const trip = await exportAgain(bag, place);
    for (const differing of trip.differing) say(`✘ exported again it differs: ${differing}`);
    const isEqual = trip.bag === trip.database && trip.differing.length === 0;
    say(`${isEqual ? '✔' : '✘'} root hash of the bag ${trip.bag}, exported again ${trip.database}`);
    return isEqual;
  },
};

const SHOWN = 50;

async function verified(order: BagOrder, say: Say): Promise<Report> {
  const bag = await Bag.open(order.bag, order.identity);
  const report = await verifyBag(bag, order.key);
  for (const { what, count } of report.checks) say(`· ${count} ${what}`);
  for (const fault of report.faults.slice(0, SHOWN)) say(`✘ ${fault}`);
  if (report.faults.length > SHOWN) say(`✘ and ${report.faults.length - SHOWN} more`);
  sayStatement(report, say);
  if (report.faults.length === 0 && !report.statement)
    say('! The bag is encrypted, so its content was not looked at: --identity names the file that opens it.');
  return report;
}

function sayStatement({ statement, publicKey, faults }: Report, say: Say): void {
  if (!statement || faults.length > 0) return;
  const { manifest, verified: by } = statement;
  say(`✔ ${manifest.files} files, ${manifest.rows} rows, ${manifest.bytes} bytes, root hash ${manifest.sha256}`);
  say(`· signed with ${publicKey ?? '?'}`);
  const span = by.readBack ? ` between ${by.readBack.from} and ${by.readBack.until}` : '';
  say(`· read back${span} by ${by.by}: ${by.checks.map(({ check }) => check).join(', ')}`);
}
