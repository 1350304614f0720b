import { TooManyRequests } from '../problems';

/** More pages than anybody looks at, on all their devices. */
const MOST = 30;
const COME_BACK_SECONDS = 60;

/** How many streams each person holds, so that nobody takes the connections of all. */
export class Places {
  private readonly taken = new Map<string, number>();

  /** Runs while a place is taken; throws `TOO_MANY_REQUESTS` where none is left. */
  async while<T>(personId: string, work: () => Promise<T>): Promise<T> {
    const before = this.taken.get(personId) ?? 0;
    if (before >= MOST) throw new TooManyRequests('Too many pages follow what they show.', COME_BACK_SECONDS);
    this.taken.set(personId, before + 1);
    try {
      return await work();
    } finally {
      const left = (this.taken.get(personId) ?? 1) - 1;
      if (left === 0) this.taken.delete(personId);
      else this.taken.set(personId, left);
    }
  }
}
