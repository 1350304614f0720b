import { condition } from '@temporalio/workflow';
import type { Refusal } from '../domain/errors';
import { refuseIf } from './refuse';

type Judge = () => Refusal | null;

interface Rest {
  /** Nothing is under way that could take a refusal back. */
  readonly isAtRest: () => boolean;
  /** Whether a refusal stays, whatever the work under way brings. */
  readonly isFinal: (refusal: Refusal) => boolean;
}

/**
 * When may people's acts be refused? At once, as long as the story stands still. After a reset everything that they did comes
 * again in one moment, before the work is done that made it possible: what is refused then waits for that work, whatever
 * comes after it waits behind it, and each is judged in its turn.
 */
export class Judgement {
  private readonly line: object[] = [];

  constructor(private readonly rest: Rest) {}

  /** Somebody waits to be judged. */
  isAwaited(): boolean {
    return this.line.length > 0;
  }

  /** For validators: refuses what is to leave no trace in the story. */
  object(judge: Judge): void {
    if (!this.mustWait(judge)) refuseIf(judge());
  }

  /** For handlers: acts without a delay wherever a validator has said yes, and else in turn. */
  take<T>(judge: Judge, act: () => Promise<T>): Promise<T> {
    return this.mustWait(judge) ? this.wait(judge, act) : act();
  }

  private mustWait(judge: Judge): boolean {
    if (this.isAwaited()) return true;
    const refusal = this.rest.isAtRest() ? null : judge();
    return refusal !== null && !this.rest.isFinal(refusal);
  }

  private async wait<T>(judge: Judge, act: () => Promise<T>): Promise<T> {
    const place = {};
    this.line.push(place);
    const isNext = (): boolean => this.line[0] === place && this.rest.isAtRest();
    // Between the waking and the next line of code something else may have begun.
    do await condition(isNext);
    while (!isNext());
    this.line.shift();
    refuseIf(judge());
    return act();
  }
}
