import type { Engagement } from '../../domain/engagement/engagement';
import { deliver } from '../mail';
import { certain } from '../proxies';

/** The exit begins: its playbook is laid out and everybody with a task in it is told. */
export async function beginExit({ id, exit }: Engagement): Promise<void> {
  const orders = await certain.openExit({
    engagementId: id,
    effectiveDate: exit?.effectiveDate ?? '',
    cause: exit?.cause ?? 'other',
    now: Date.now(),
  });
  deliver(orders);
}
