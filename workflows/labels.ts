import { getExternalWorkflowHandle, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { engagementWorkflowId } from './ids';
import { relabelSignal } from './messages';
import { certain } from './proxies';
import { HEALTH, OWNER, VENDOR } from './search-attributes';

/** Shows owner, vendor and health of an engagement where workflows are listed; what is shown already is not sent again. */
export async function showLabels(engagementId: string): Promise<void> {
  const labels = await certain.labelsOf({ engagementId });
  if (!labels) return;
  const wanted = [
    { key: OWNER, value: labels.ownerId },
    { key: VENDOR, value: labels.vendorId },
    { key: HEALTH, value: labels.health },
  ];
  const { typedSearchAttributes: shown } = workflowInfo();
  const changed = wanted.filter(({ key, value }) => value !== null && shown.get(key) !== value);
  if (changed.length > 0) upsertSearchAttributes(changed);
}

/** Tells an engagement that its labels have changed. One that has ended shows what it showed. */
export async function relabel(engagementId: string): Promise<void> {
  try {
    await getExternalWorkflowHandle(engagementWorkflowId(engagementId)).signal(relabelSignal);
  } catch {
    // Nothing is lost: the labels are for lists of what runs.
  }
}
