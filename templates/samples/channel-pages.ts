import type { PageData, Shell } from '../page-data';
import { aField } from './a-field';
import type { Say } from './pages';

/** Two groups, one of which is switched off, and the form of the first. */
export const channelSamples = (say: Say, shell: Shell): Pick<PageData, 'channels' | 'channel' | 'webhook'> => ({
  channels: {
    shell,
    newHref: '#',
    rows: [
      { key: 'ops', href: '#', kind: 'dingtalk', host: 'oapi.dingtalk.com', events: ['alarm-red', 'incident-major'], state: 'on' }, // prettier-ignore
      { key: 'board', href: '#', kind: 'teams', host: 'example.webhook.office.com', events: ['engagement-state'], state: 'off' }, // prettier-ignore
    ],
  },
  channel: {
    shell: { ...shell, title: 'ops' },
    heading: 'ops',
    active: true,
    newer: null,
    done: 'saved',
    form: {
      action: '#',
      hidden: { name: 'csrf', value: 'sample' },
      fields: [
        aField('url', say('群机器人的 Webhook 地址', 'Address of the incoming webhook'), {
          required: false,
          hint: say('留空则保持不变', 'leave empty to keep the one that is set'),
        }),
        aField('secret', say('签名密钥', 'Signing secret'), { required: false }),
        aField('events', say('通知事件', 'Told of'), {
          kind: 'ticks',
          fault: say('至少选择一项', 'choose at least one'),
          options: [
            { value: 'alarm-red', text: say('红色预警', 'Red alarm'), chosen: true },
            { value: 'incident-major', text: say('重大事件', 'Major incident'), chosen: false },
          ],
        }),
        aField('active', say('启用', 'Switched on'), { kind: 'tick', value: '1' }),
      ],
      submit: say('保存', 'Save'),
      refusal: null,
    },
  },
  webhook: webhookSample(say, shell),
});

/** A webhook that was just made, with its key. */
const webhookSample = (say: Say, shell: Shell): PageData['webhook'] => ({
  shell: { ...shell, title: 'hooks.example.com' },
  ...{ heading: 'hooks.example.com', active: true, action: '#', newer: null, done: null },
  sheets: { xlsx: '#', csv: '#' },
  secret: 'whsec_c2FtcGxlIGtleSBvZiBhIHdlYmhvb2ssIG5vdCByZWFs',
  previousKeyUntil: shell.now + 86_400_000,
  deliveries: [
    { type: 'incident.recorded', state: 'delivered', attempts: 1, error: null, at: shell.now - 3_600_000 },
    { type: 'term.renewed', state: 'dead', attempts: 8, error: 'answered 500', at: shell.now - 86_400_000 },
  ],
  form: {
    action: '#',
    hidden: { name: 'csrf', value: 'sample' },
    fields: [
      aField('url', say('地址', 'Address'), { value: 'hooks.example.com/tenure' }),
      aField('events', say('事件', 'Events'), {
        kind: 'text',
        value: 'incident.*\nterm.renewed',
        hint: say('每行一个', 'one in a line'),
      }),
      aField('active', say('启用', 'Switched on'), { kind: 'tick', value: '1' }),
    ],
    submit: say('保存', 'Save'),
    refusal: null,
  },
});
