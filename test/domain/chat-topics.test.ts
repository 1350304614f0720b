import { type ChatTopic, topicOf } from '../../domain/events/chat';
import { chatCard } from '../../templates/chat-card';
import { markdownOf } from '../../activities/courier/chat/notifier';

test.each<[string, Record<string, unknown>, ChatTopic | null]>([
  ['task.escalated', {}, 'approval-waiting'],
  ['task.reminded', {}, null],
  ['alarm.opened', { severity: 'red' }, 'alarm-red'],
  ['alarm.worsened', { severity: 'red' }, 'alarm-red'],
  ['alarm.opened', { severity: 'amber' }, null],
  ['alarm.ack', { severity: 'red' }, null],
  ['review.missed', {}, 'review-missed'],
  ['review.held', {}, null],
  ['agenda.notice-reminder', { deadline: '2027-01-31' }, 'renewal-deadline'],
  ['agenda.notice-deadline', {}, 'renewal-deadline'],
  ['agenda.term-end', {}, null],
  ['incident.recorded', { severity: 'major' }, 'incident-major'],
  ['incident.recorded', { severity: 'minor' }, null],
  ['incident.closed', { severity: 'major' }, null],
  ['engagement.created', {}, 'engagement-state'],
  ['engagement.gate-decided', { state: 'CONTRACTING' }, 'engagement-state'],
  ['engagement.closed', { state: 'CLOSED' }, 'engagement-state'],
  ['engagement.gate-submitted', { state: 'CONTRACTING' }, null],
  ['engagement.signed', { state: 'CONTRACTING' }, null],
  ['engagement.needs', {}, null],
])('%s %j is told as %s', (type, payload, topic) => {
  expect(topicOf({ type, payload })).toBe(topic);
});

test('a card shows words in the language of the group, and what people wrote cannot become markup', () => {
  const facts = { state: 'IN_SERVICE', severity: 'major', requestId: 'r' };
  const engagement = '[free](https://evil.example) <@all> **x**';
  const card = chatCard('zh-CN', { topic: 'engagement-state', engagement, facts, link: 'https://t.example/e' });

  expect(card.facts.map(({ label }) => label)).toEqual(['外包项目', '状态', '严重程度']);
  expect(markdownOf(card)).not.toMatch(/\]\(https:\/\/evil|<@|\*\*x/);
  expect(markdownOf(card)).toContain('](https://t.example/e)');
});
