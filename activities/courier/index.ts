import { keepAtWork } from './at-work';
import { Courier, type CourierParts } from './courier';
import { MailCourier, type MailCourierParts } from './mail-courier';

/** What is on its way to people, webhooks and chat groups; runs beside everything else and has no story. */
export const courierActivities = (events: CourierParts, mails: MailCourierParts, stopping: AbortSignal) => ({
  /** Delivers events that are due. Safe to run twice at once and to repeat, like the one below. */
  async deliverEvents(): Promise<void> {
    const courier = new Courier(events);
    await courier.reseal();
    await keepAtWork(courier, stopping);
  },

  /** Hands mails that are due to the relay. */
  deliverMails: (): Promise<void> => keepAtWork(new MailCourier(mails), stopping),
});

export type CourierActivities = ReturnType<typeof courierActivities>;
