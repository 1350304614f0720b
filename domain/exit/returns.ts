import { DomainError, fieldError } from '../errors';
import type { ConfirmReturn, NewReturn, ReturnItem } from './return-schema';

const isSame = (given: NewReturn, known: ReturnItem): boolean =>
  given.kind === known.kind &&
  given.title === known.title &&
  given.holder === known.holder &&
  given.count === known.count;

/** The list as it was gone through. What has come back, or is lost, stays on it whether or not it is sent again. */
export function reviewReturns(known: readonly ReturnItem[], list: readonly NewReturn[]): readonly ReturnItem[] {
  const settled = known.filter(({ state }) => state !== 'open');
  for (const [index, given] of list.entries()) {
    const before = settled.find(({ key }) => key === given.key);
    if (before && !isSame(given, before))
      throw new DomainError('STATE_CONFLICT', `${given.key} is ${before.state}: it can no longer be changed.`, [
        { path: `${index}.key`, message: `is ${before.state}` },
      ]);
  }
  const open = list
    .filter(({ key }) => !settled.some((one) => one.key === key))
    .map((given) => ({ ...given, ...NOT_YET, declared: declaredOf(given, known) }));
  return [...settled, ...open];
}

/** What was declared of a thing that is still the same thing. */
const declaredOf = (given: NewReturn, known: readonly ReturnItem[]): ReturnItem['declared'] =>
  known.find((one) => one.key === given.key && isSame(given, one))?.declared ?? null;

const NOT_YET = { state: 'open', evidence: null, worth: null, confirmedBy: null, confirmedAt: null } as const;

interface Confirming {
  readonly key: string;
  readonly said: ConfirmReturn;
  readonly by: string;
  readonly at: string;
  readonly currency: string;
}

/** One thing has come back, or is lost; what was lost may still turn up. */
export function confirmReturn(
  known: readonly ReturnItem[],
  { key, said, by, at, currency }: Confirming,
): readonly ReturnItem[] {
  const before = known.find((one) => one.key === key);
  if (!before) throw new DomainError('NOT_FOUND', 'The list has no such thing.');
  if (before.state === said.state || before.state === 'returned')
    throw new DomainError('STATE_CONFLICT', `It is ${before.state} already.`);
  if (said.worth && said.worth.currency !== currency)
    throw fieldError('worth.currency', `must be ${currency}, the currency of the engagement`);
  const { state, evidence = null, worth = null } = said;
  const after = { ...before, state, evidence, worth, confirmedBy: by, confirmedAt: at };
  return known.map((one) => (one.key === key ? after : one));
}

interface Declaring {
  readonly key: string;
  readonly note: string | null;
  readonly at: string;
}

/** The vendor says that it has given back something that is still open; what it says last counts. */
export function declareReturn(known: readonly ReturnItem[], { key, note, at }: Declaring): readonly ReturnItem[] {
  const before = known.find((one) => one.key === key);
  if (!before) throw new DomainError('NOT_FOUND', 'The list has no such thing.');
  if (before.state !== 'open') throw new DomainError('STATE_CONFLICT', `It is ${before.state} already.`);
  return known.map((one) => (one.key === key ? { ...one, declared: { at, note } } : one));
}

export const openReturns = (items: readonly ReturnItem[]): readonly ReturnItem[] =>
  items.filter(({ state }) => state === 'open');

/** Whether the list names somebody, by name or address, as who has it. */
export function isHeldBy(
  { holder }: Pick<ReturnItem, 'holder'>,
  { name, email }: { readonly name: string; readonly email: string },
): boolean {
  const said = holder.trim().toLowerCase();
  return said === name.toLowerCase() || said === email.toLowerCase();
}
