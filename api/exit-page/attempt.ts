import type { Issue } from '../../domain/errors';
import { type ExitAttempt, UNTRIED } from '../../templates/exit-page-data';
import { type Faulted, FAULTLESS, faultsIn, type Naming } from '../pages/typed-faults';

/** The last form of the page; on a fresh page nothing was tried. */
export interface Tried {
  /** What it was about: the kind of the thing, and its key. */
  readonly about: string;
  readonly field: (name: string) => string;
  readonly refusal: string;
  /** The exact sentence of it. */
  readonly exact: string | null;
  readonly errors: readonly Issue[];
}

export const aboutTask = (key: string): string => `task:${key}`;
export const aboutReturn = (key: string): string => `return:${key}`;
export const ABOUT_RECORD = 'record:purge';
export const aboutKnowledge = (id: string): string => `knowledge:${id}`;

/** What was typed and refused stands beside what it is about. */
export const attemptAt = (about: string, tried: Tried | null): ExitAttempt =>
  tried?.about === about
    ? { refusal: tried.refusal, text: tried.field('text'), state: tried.field('state'), worth: tried.field('worth') }
    : UNTRIED;

/** How the forms call what the records call otherwise. */
const NAMING: Naming = [
  [/^(comment|reason|evidence)$/, 'text'],
  [/^worth\..*$/, 'worth'],
];

/** What is wrong with the last form, by the names that its fields have on the page. */
export function faultsOfExit(tried: Tried | null): Faulted {
  if (!tried) return FAULTLESS;
  const { field, refusal: code, errors } = tried;
  const fields = Object.fromEntries(['state', 'text', 'worth'].map((name) => [name, field(name)]));
  return faultsIn({ act: field('act'), fields, naming: NAMING }, { code, errors });
}
