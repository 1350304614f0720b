import type { $ZodIssue } from 'zod/v4/core';
import type { Locale } from '../domain/people/people';
import { translate, translateCount } from '../templates/catalog';

/** The least or the most of something, as a schema says it. */
interface Bound {
  readonly origin: string;
  readonly limit: number | bigint;
  readonly inclusive?: boolean | undefined;
  readonly exact?: boolean | undefined;
}

type Values = Readonly<Record<string, unknown>>;

/** What is wrong with a field, in a plain sentence: schemas speak of types and formats, people of what to enter. */
export function issueWords(issue: $ZodIssue, locale: Locale): string {
  const say = (key: string, values: Values = {}): string => translate(locale, `fault.${key}`, values);
  switch (issue.code) {
    case 'invalid_type':
      return isMissing(issue) ? say('needed') : say(known(TYPES, issue.expected, 'type'));
    case 'invalid_value':
      return isMissing(issue) ? say('needed') : oneOf(issue.values, locale);
    case 'too_small':
      return boundWords({ ...issue, limit: issue.minimum }, 'least', locale);
    case 'too_big':
      return boundWords({ ...issue, limit: issue.maximum }, 'most', locale);
    case 'invalid_format':
      return say(known(FORMATS, issue.format, 'format'));
    case 'not_multiple_of':
      return say('multiple', { divisor: issue.divisor });
    case 'unrecognized_keys':
      return translateCount(locale, 'fault.unknown-field', { count: issue.keys.length, names: issue.keys.join(', ') });
    case 'invalid_key':
      return say('key');
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options) ? oneOf(issue.options, locale) : say('wrong');
    case 'invalid_element':
    case 'custom':
      return say('wrong');
  }
}

/** That it "received undefined" tells a person nothing. */
const isMissing = ({ input }: $ZodIssue): boolean => input === undefined;

const oneOf = (values: readonly unknown[], locale: Locale): string =>
  translateCount(locale, 'fault.option', { count: values.length, options: values.map(String).join(', ') });

function boundWords({ origin, limit, inclusive, exact }: Bound, side: 'least' | 'most', locale: Locale): string {
  const count = Number(limit);
  const key = (thing: string): string => `fault.${thing}-${exact ? 'exact' : side}`;
  switch (origin) {
    case 'string':
      if (count === 1 && side === 'least' && !exact) return translate(locale, 'fault.empty');
      return translateCount(locale, key('text'), { count });
    case 'array':
    case 'set':
    case 'map':
      return translateCount(locale, key('list'), { count });
    case 'file':
      return translateCount(locale, key('file'), { count });
    case 'date':
      return translate(locale, `fault.date-${side}`, { limit: new Date(count).toISOString().slice(0, 10) });
    default:
      return translate(locale, `fault.number-${side}${inclusive === false ? '-open' : ''}`, { limit });
  }
}

const TYPES = ['string', 'number', 'int', 'boolean', 'array', 'object', 'record', 'null'];
const FORMATS = ['uuid', 'email', 'date', 'datetime', 'time', 'url'];

/** `type.string`, or the general words of the group where there are none of its own. */
const known = (words: readonly string[], word: string, group: string): string =>
  `${group}.${words.includes(word) ? word : 'other'}`;
