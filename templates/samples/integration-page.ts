import type { IntegrationPage } from '../integration-page-data';
import { NOW } from './moment';

/** One receiver that works, one that has switched itself off, and what could not be delivered to it. */
export const integrationSample: IntegrationPage = {
  ...{ newWebhookHref: '#', newChannelHref: '#' },
  receivers: [
    {
      kind: 'dingtalk',
      href: '#',
      name: 'ops',
      events: 'alarm-red · incident-major',
      active: true,
      state: 'on',
      waiting: 2,
      dead: 0,
    },
    {
      kind: 'webhook',
      href: '#',
      name: 'erp.example.org',
      events: 'engagement.*',
      active: false,
      state: 'gone',
      waiting: 0,
      dead: 1,
    },
  ],
  dead: [
    {
      id: '019307a4-0000-7000-8000-00000000000d',
      receiver: 'erp.example.org',
      type: 'engagement.closed',
      error: 'The receiver answered 500.',
      at: NOW,
      attempts: 12,
    },
  ],
  more: false,
};
