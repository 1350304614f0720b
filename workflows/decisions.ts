import type { RequestDecided } from './messages';

/** How requests ended that the engagement has been told of and has not settled yet, oldest first. */
export class Decisions {
  private readonly waiting: RequestDecided[] = [];

  push(decision: RequestDecided): void {
    this.waiting.push(decision);
  }

  isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  hasOf(requestId: string | undefined): boolean {
    return this.indexOf(requestId) >= 0;
  }

  oldest(): RequestDecided | undefined {
    return this.waiting.shift();
  }

  of(requestId: string | undefined): RequestDecided | undefined {
    const index = this.indexOf(requestId);
    return index < 0 ? undefined : this.waiting.splice(index, 1)[0];
  }

  private indexOf(requestId: string | undefined): number {
    return this.waiting.findIndex((decision) => decision.requestId === requestId);
  }
}
