const LINK_DAYS = 180;

/** How long a mail leads its vendor to the page of the service; the next mail brings a new link. Epoch milliseconds. */
export const serviceLinkExpiry = (mailedAt: number): number => mailedAt + LINK_DAYS * 86_400_000;
