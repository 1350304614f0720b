import type { Response } from 'express';
import { TooManyRequests } from '../problems';

/** Does what tries a password or code; after too many wrong ones the form says that, and when to come back. */
export async function unlessBusy(
  res: Response,
  refuse: (refusal: 'busy') => void | Promise<void>,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof TooManyRequests)) throw error;
    res.set('retry-after', String(error.seconds));
    await refuse('busy');
  }
}
