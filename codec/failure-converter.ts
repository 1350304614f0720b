import { DefaultFailureConverter } from '@temporalio/common';

/** Messages and stack traces of failures travel as payloads, so that the codec covers them. Runs in workflows as well. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
