import type { WorkflowDefinitionOptions } from '@temporalio/common';
import { setWorkflowOptions, workflowInfo } from '@temporalio/workflow';
import { approvalWorkflow } from './approval';
import { courierWorkflow, mailCourierWorkflow } from './courier';
import { lettersWorkflow } from './letters';
import { migrationWorkflow } from './migration';
import { noticeWorkflow } from './notice';
import { presenceWorkflow } from './presence';
import { loadSamplesWorkflow, removeSamplesWorkflow } from './samples';
import { sweepWorkflow } from './sweep';

/**
 * Where releases run side by side, what is short ends on the release that it began on. All others, which may live for years,
 * go over to the next release, and so each change to them is marked (`patched`). Elsewhere a server takes no such word.
 */
const pinned = (): WorkflowDefinitionOptions =>
  workflowInfo().currentDeploymentVersion?.deploymentName ? { versioningBehavior: 'PINNED' } : {};

setWorkflowOptions(pinned, approvalWorkflow);
setWorkflowOptions(pinned, migrationWorkflow);
setWorkflowOptions(pinned, sweepWorkflow);
setWorkflowOptions(pinned, courierWorkflow);
setWorkflowOptions(pinned, mailCourierWorkflow);
setWorkflowOptions(pinned, presenceWorkflow);
setWorkflowOptions(pinned, noticeWorkflow);
setWorkflowOptions(pinned, lettersWorkflow);
setWorkflowOptions(pinned, loadSamplesWorkflow);
setWorkflowOptions(pinned, removeSamplesWorkflow);
