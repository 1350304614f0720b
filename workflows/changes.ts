import { patched } from '@temporalio/workflow';

/** Changes to the course of runs that began before them. */
export type Change =
  | 'copies-at-submission-and-step'
  | 'labels'
  | 'record-after-the-turn'
  | 'replan-on-entry'
  | 'reviews-are-called-off'
  | 'reviews-run-a-course'
  | 'settlement-approved-mail'
  | 'side-requests'
  | 'suspension-outlasts-exit'
  | 'vendor-agrees-to-settlement'
  | 'watched-from-the-start';

/**
 * Which changes a run goes by. One that begins now says in its first turn, before it waits for anything, that it goes by all of
 * them; only runs of before ask for each where it matters. To ask later is not safe: where somebody queries a run in the turn in
 * which a local activity ends, that end belongs to the turn after it, but to the same one in a replay, which comes to the question
 * too early and is told no.
 */
export class Changes {
  private readonly hasAll = patched('all-changes-from-the-start');

  has(change: Change): boolean {
    return this.hasAll || patched(change);
  }
}
