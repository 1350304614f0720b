import type { ErrorRequestHandler, Request, Response } from 'express';
import { type Reader, readerOf } from '../pages/reader';

/** Whoever follows a link that we did not make. Without an address of its own, so that the page of every unknown link is the same to the byte. */
export const strangerOf = (req: Request): Reader => ({ ...readerOf(req, null), here: '' });

/** A text that is no text is as unknown as any other. */
export const undecodable =
  (sendUnknown: (req: Request, res: Response) => void): ErrorRequestHandler =>
  // eslint-disable-next-line max-params -- express tells error handlers from others by their four parameters
  (error: unknown, req, res, next) => {
    if (!(error instanceof URIError)) return next(error);
    sendUnknown(req, res);
  };
