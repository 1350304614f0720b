import type { Locale } from '../domain/people/people';
import { catalogOf, knownLabel, translate } from './catalog';

interface Sentence {
  readonly key: string;
  readonly pattern: RegExp;
  readonly literal: number;
}

/**
 * What is wrong with a field, in the reader's language. Programs are told in English; a sentence of ours is known again by
 * it, with the values that it holds. What nobody of us has written stays as it is.
 */
export function saidIn(locale: Locale, message: string): string {
  for (const { key, pattern } of SENTENCES) {
    const found = pattern.exec(message);
    if (found) return translate(locale, key, inWords(locale, found.groups ?? {}));
  }
  return message;
}

/** Values that are words of ours, by the group of their texts: programs are told them as they are. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['amendmentStatus', 'amendment-status'],
  ['clause', 'clause'],
  ['criticality', 'criticality'],
  ['datasetState', 'dataset-state'],
  ['decision', 'activity-decision'],
  ['engagementState', 'state'],
  ['field', 'field'],
  ['frequency', 'frequency'],
  ['quadrant', 'field'],
  ['reviewState', 'review-state'],
  ['standing', 'standing'],
  ['status', 'vendor-status'],
  ['tenderStage', 'tender-stage'],
]);

/** Those that a sentence in English goes on with as programs are told them: their texts there are sentences themselves. */
const TOLD: ReadonlyMap<string, string> = new Map([
  ['alarmState', 'alarm-state'],
  ['assessmentExpected', 'assessment-state'],
  ['assessmentState', 'assessment-state'],
  ['correctionState', 'correction-state'],
  ['disputeState', 'settlement-dispute'],
  ['hitStatus', 'hit-status'],
  ['itemState', 'action-item-state'],
  ['knowledgeState', 'knowledge-state'],
  ['milestoneState', 'milestone-state'],
  ['planState', 'improvement-state'],
  ['returnState', 'return-state'],
  ['signedParty', 'pack-side'],
  ['taskState', 'exit-task-state'],
]);

/** Several words of ours with what stands between them, and what may be done with something, in several words each. */
const LISTS: ReadonlyMap<string, string> = new Map([
  ['datasetStates', 'dataset-state'],
  ['engagementStates', 'state'],
]);
const ACTS: ReadonlyMap<string, string> = new Map([
  ['datasetAct', 'dataset-act'],
  ['engagementAct', 'engagement-act'],
]);

const inWords = (locale: Locale, values: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, wordOf(locale, name, value)]));

function wordOf(locale: Locale, name: string, value: string): string {
  if (name === 'carriers') return carriersIn(locale, value);
  if (name === 'statuses') return value.replace(/[a-z]+/g, (one) => wordOf(locale, 'status', one));
  const word = (group: string | undefined, one: string): string => (group && knownLabel(locale, group, one)) ?? one;
  const list = LISTS.get(name);
  if (list)
    return value
      .split(' or ')
      .map((one) => word(list, one))
      .join(translate(locale, 'list.or'));
  const act = ACTS.get(name);
  return act
    ? (knownLabel(locale, act, value.replaceAll(' ', '-')) ?? value)
    : word(WORDS.get(name) ?? (locale === 'en' ? undefined : TOLD.get(name)), value);
}

/** `subcontractor Delta, location`: each by its kind, and its name where it has one. */
const carriersIn = (locale: Locale, value: string): string =>
  value.replace(
    /(^|, )([a-z]+)/g,
    (_, before: string, kind: string) => `${before}${knownLabel(locale, 'carrier', kind) ?? kind}`,
  );

/** `must be {limit} or more` as a pattern that reads `limit` back. */
function sentenceOf([key, text]: readonly [string, string]): Sentence {
  const parts = text.split(/\{(\w+)\}/);
  const source = parts
    .map((part, index) =>
      index % 2 === 0
        ? part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
        : `(?<${part}>${WORDS.has(part) || TOLD.has(part) ? '\\S+' : '.*'})`,
    )
    .join('');
  const literal = parts.filter((_part, index) => index % 2 === 0).join('').length;
  return { key, pattern: new RegExp(`^${source}$`, 's'), literal };
}

/** Those with more words of their own come first: `must be one of: a` is no `must be {options}`. */
const SENTENCES: readonly Sentence[] = Object.entries(catalogOf('en'))
  .filter(([key]) => key.startsWith('fault.'))
  .map(sentenceOf)
  .sort((a, b) => b.literal - a.literal);
