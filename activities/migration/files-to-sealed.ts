import type { Chunk } from '../../db/stores/dataset-chunks';
import type { Finding } from '../../domain/exit/manifest';
import { readSealedName, sealedName } from '../../domain/exit/sealed-name';
import { layPapers, removeLeftovers, unlistedFiles } from './bag';
import type { SealedPlace } from './files/sealed';
import { type FileEnds, fileSpans, inventory, newFiles, send } from './files-to-files';
import { type Comparison, type Ledger, type Lists, MAX_LISTED, type Mover, type SealFacts } from './mover';
import { digestPiece } from './pieces';

interface Ends extends FileEnds {
  /** Where the data goes: a folder of the bag. */
  readonly to: SealedPlace;
  readonly bag: SealedPlace;
}

const DATA = 'data';

/** Carries a tree of files into a bag in which every piece is encrypted for the receiver. */
export function filesToSealed(given: FileEnds & { readonly to: SealedPlace }): Mover {
  const ends: Ends = { ...given, bag: given.to, to: given.to.below(DATA) };
  const { from, bag, order } = ends;
  return {
    inventory: (options) => inventory(ends, options),
    spans: (ledger) => fileSpans(ends, ledger),
    send: (span, { again }) => send(ends, span, again),
    compare: (chunk) => compare(ends, chunk),
    findings: (ledger) => findings(ends, ledger),
    flush: async () => bag.flush?.(),
    seal: (lists, facts) => seal(ends, lists, facts),
    discard: async () => {
      if (order.drill) await bag.discard();
    },
    close: async () => {
      await Promise.all([from.close(), bag.close()]);
    },
  };
}

async function compare({ from, to, order: { gate } }: Ends, chunk: Chunk): Promise<Comparison> {
  const [source, target] = await Promise.all([digestPiece(from, chunk, gate), digestPiece(to, chunk, gate)]);
  const name = sealedName(`${DATA}/${chunk.unit}`, chunk.seq);
  return { source, target, entry: target && { name, sha256: target.sha256 } };
}

type Known = Pick<Ledger, 'unknown' | 'unlisted'>;

/** A piece behind the end of a file that was longer once. */
const leftoverIn =
  (known: Known) =>
  async (name: string): Promise<boolean> => {
    const sealed = readSealedName(name);
    if (!sealed?.path.startsWith(`${DATA}/`)) return false;
    return (await known.unknown([sealed.path.slice(DATA.length + 1)])).length === 0;
  };

async function findings(ends: Ends, ledger: Ledger): Promise<readonly Finding[]> {
  const appeared = await newFiles(ends, ledger);
  const there = await unlistedFiles(ends.bag, ledger, leftoverIn(ledger));
  const differences = [...appeared.paths.map((path) => `${path} appeared at the source`), ...there.differences];
  return [
    {
      check: 'files',
      compared: appeared.compared + there.compared,
      differences: differences.slice(0, MAX_LISTED),
    },
  ];
}

async function seal({ bag }: Ends, lists: Lists, facts: SealFacts): Promise<void> {
  await removeLeftovers(bag, lists, leftoverIn(lists));
  await layPapers(bag, { papers: [], lists, facts, form: 'files' });
  await bag.clearStage();
  await bag.flush?.();
}
