import { continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { Cursor } from '../domain/engagement/agenda';
import type { monitoringWorkflow } from './monitoring';

export interface MonitoringInput {
  readonly engagementId: string;
  /** The last thing done; whatever comes after it is still to do, however late. */
  readonly cursor: Cursor;
  /** Absent in runs that began before dates were done in turns. */
  readonly inTurns?: boolean;
}

const LONG_RUN_EVENTS = 200;

export const isLong = (): boolean =>
  workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > LONG_RUN_EVENTS;

/** The watch goes on in a new run. */
export const goOn = (input: MonitoringInput): Promise<never> =>
  continueAsNew<typeof monitoringWorkflow>({ ...input, inTurns: true });
