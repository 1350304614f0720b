/** Groups of people in a chat service, each reached through an incoming webhook of that service. */
export const CHAT_KINDS = ['feishu', 'dingtalk', 'wecom', 'slack', 'teams'] as const;
export type ChatKind = (typeof CHAT_KINDS)[number];

/** What a group can be told of. */
export const CHAT_TOPICS = [
  'approval-waiting',
  'alarm-red',
  'review-missed',
  'renewal-deadline',
  'incident-major',
  'engagement-state',
] as const;
export type ChatTopic = (typeof CHAT_TOPICS)[number];

/**
 * Milliseconds between two messages to one group, after the limits that the services publish: DingTalk and WeCom 20 a
 * minute, Feishu 100 a minute, Slack one a second, Teams four a second. What happens meanwhile comes together in one message.
 */
export const PACE_MS = {
  feishu: 650,
  dingtalk: 3_100,
  wecom: 3_100,
  slack: 1_100,
  teams: 500,
} as const satisfies Record<ChatKind, number>;

interface Happened {
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const TOPICS: Readonly<Record<ChatTopic, (event: Happened) => boolean>> = {
  'approval-waiting': ({ type }) => type === 'task.escalated',
  'alarm-red': ({ type, payload }) => ALARMS.has(type) && payload['severity'] === 'red',
  'review-missed': ({ type }) => type === 'review.missed',
  'renewal-deadline': ({ type }) => type === 'agenda.notice-reminder' || type === 'agenda.notice-deadline',
  'incident-major': ({ type, payload }) => type === 'incident.recorded' && payload['severity'] === 'major',
  'engagement-state': ({ type, payload }) =>
    type === 'engagement.created' || (typeof payload['state'] === 'string' && MOVES.test(type)),
};
const ALARMS = new Set(['alarm.opened', 'alarm.reopened', 'alarm.worsened']);
/** Submitting a gate or one signature of two changes no state. */
const MOVES = /^engagement\.(?!gate-submitted$|signed$)/;

/** What groups are told of an event, or null. */
export const topicOf = (event: Happened): ChatTopic | null => CHAT_TOPICS.find((topic) => TOPICS[topic](event)) ?? null;
