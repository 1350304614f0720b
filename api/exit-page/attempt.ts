import { type ExitAttempt, UNTRIED } from '../../templates/exit-page-data';

/** The last form of the page; on a fresh page nothing was tried. */
export interface Tried {
  /** What it was about: the kind of the thing, and its key. */
  readonly about: string;
  readonly field: (name: string) => string;
  readonly refusal: string;
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
