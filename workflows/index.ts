/** What the worker registers; one bundle serves every task queue. */
import './pinned';
export { approvalWorkflow } from './approval';
export { engagementWorkflow } from './engagement';
export { monitoringWorkflow } from './monitoring';
export { dateKeeperWorkflow } from './date-keeper';
export { reviewWorkflow } from './review';
export { sweepWorkflow } from './sweep';
export { courierWorkflow, mailCourierWorkflow } from './courier';
export { presenceWorkflow } from './presence';
export { noticeWorkflow } from './notice';
export { lettersWorkflow } from './letters';
export { migrationWorkflow } from './migration';
export { deletionWorkflow } from './deletion';
export { purgeWorkflow } from './purge';
export { loadSamplesWorkflow, removeSamplesWorkflow } from './samples';
