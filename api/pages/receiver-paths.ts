/** Where webhooks and chat groups are set up. */
export const NEW_WEBHOOK = '/admin/new-webhook';
export const WEBHOOKS = '/admin/webhooks';
export const webhookHref = (id: string): string => `${WEBHOOKS}/${id}`;

export const NEW_CHANNEL = '/admin/new-channel';
export const CHANNELS = '/admin/channels';
export const channelHref = (key: string): string => `${CHANNELS}/${key}`;
/** What waits for a second administrator. */
export const PROPOSALS = '/admin/proposals';
/** Which duties are kept apart beyond what always is. */
export const DUTY_RULES_PAGE = '/admin/duty-rules';
