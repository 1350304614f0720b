import { MilestoneDelivery } from '../../domain/milestone/schema';
import { Uuid } from '../../domain/shapes';
import { takeDelivery } from '../milestones';
import { formField } from '../pages/csrf';
import { deliveryTyped } from '../pages/milestone-forms';
import type { ServiceOutcome, ServiceUse } from './acts';
import { changeAsVendor } from './writes';

const refused = (refusal: string): ServiceOutcome => ({ done: null, refusal });

/** The vendor declares that it has delivered a milestone. */
export async function deliver(use: ServiceUse): Promise<ServiceOutcome> {
  const { services, req } = use;
  const id = Uuid.safeParse(formField(req, 'milestone'));
  const delivery = MilestoneDelivery.safeParse(deliveryTyped(req));
  if (!id.success) return refused('DECISION_REQUIRED');
  if (!delivery.success) return refused('DELIVERY_UNREADABLE');
  await changeAsVendor(services.db, use, {
    type: 'milestone.delivered',
    write: (held) => takeDelivery(held, id.data, { delivery: delivery.data, by: { side: 'vendor', actorId: null } }),
    payload: ({ number, title, state, rounds }) => ({
      milestoneId: id.data,
      ...{ number, title, state },
      round: rounds.length,
    }),
  });
  return { done: 'deliver', refusal: null };
}
