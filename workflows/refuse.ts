import { ActivityFailure, ApplicationFailure } from '@temporalio/workflow';
import type { Refusal } from '../domain/errors';

/** Turns the domain's reason into the failure that reaches the caller of an update; nothing of it enters the story. */
export function refuseIf(refusal: Refusal | null): void {
  if (refusal) throw ApplicationFailure.nonRetryable(refusal.message, refusal.code, refusal.errors ?? []);
}

/** The refusal inside a failed activity, so that the caller of an update reads the reason and not "activity failed". */
export function reasonOf(error: unknown): unknown {
  return error instanceof ActivityFailure && error.cause instanceof ApplicationFailure ? error.cause : error;
}
