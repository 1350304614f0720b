import { isDeepStrictEqual } from 'node:util';
import { DomainError } from '../../domain/errors';
import { Needs } from '../../domain/planning/schema';
import { parseWith } from '../parse';
import { etagOf, staleRecord } from '../precondition';
import { recordNeeds } from '../routes/needs';
import type { PageDeps } from '../pages/reader';
import type { Taking } from './form';
import { atPlace, type SentList } from './form-list';
import { versionIn } from './newer';

/** What a form says of the fields that it shows; `undefined` where it was left empty. */
export type WantedNeeds = Readonly<Partial<Record<keyof Needs, unknown>>>;

interface Wanted {
  readonly wanted: WantedNeeds;
  readonly lists: readonly SentList[];
}

/** Writes what differs from the record; whatever the form does not show stays as it is. */
export async function takeNeeds(deps: PageDeps, { context, typed, call }: Taking, { wanted, lists }: Wanted) {
  const { id, needs, needs_version: version } = context.row;
  // What the form says of each line is about the record that it was drawn from.
  if (versionIn(typed) !== version) throw staleRecord();
  const { said, emptied } = changeOf(needs, wanted);
  try {
    const body = parseWith(Needs, said, 'INVALID_FIELDS');
    await recordNeeds(deps, { ...call, ifMatch: etagOf(version).etag, params: { id }, body }, emptied);
  } catch (error) {
    throw error instanceof DomainError ? onForm(error, lists) : error;
  }
}

function changeOf(before: Needs, wanted: WantedNeeds) {
  const keys = Needs.keyof().options.filter((key) => !isDeepStrictEqual(before[key], wanted[key]));
  return {
    said: Object.fromEntries(keys.flatMap((key) => (wanted[key] === undefined ? [] : [[key, wanted[key]]]))),
    emptied: keys.filter((key) => Object.hasOwn(wanted, key) && wanted[key] === undefined),
  };
}

/** Each fault at the field that it is about. */
const onForm = (error: DomainError, lists: readonly SentList[]): DomainError =>
  new DomainError(
    error.code,
    error.message,
    error.errors.map(({ path, message }) => atPlace({ path: path.replace(/^needs\./, ''), message }, lists)),
  );
