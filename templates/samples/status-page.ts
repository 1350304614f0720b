import type { StatusPage, StatusPart } from '../status-page-data';
import type { Say } from './pages';

const part = (key: string, given: Partial<StatusPart> = {}): StatusPart => ({
  key,
  wellness: 'well',
  facts: [],
  error: null,
  runbook: null,
  href: null,
  ...given,
});

/** An installation whose relay does not answer, so that mails wait. */
export const statusSample = (say: Say): StatusPage => ({
  wellness: 'ill',
  parts: [
    part('database', {
      facts: [
        { key: 'version', value: '18.4' },
        { key: 'size', value: '412 MB' },
        { key: 'answer', value: '3 ms' },
      ],
    }),
    part('queues', {
      wellness: 'unsure',
      facts: [
        { key: 'tenure', value: say('2 个轮询者 · 10 秒前 · 积压 0', '2 polling · 10 seconds ago · 0 waiting') },
        { key: 'tenure-mail', value: say('1 个轮询者 · 12 秒前 · 积压 4', '1 polling · 12 seconds ago · 4 waiting') },
      ],
      runbook: 'A task queue that stands still',
    }),
    part('relay', { wellness: 'ill', error: 'No answer within 3 s.', runbook: 'Mail relay down' }),
    part('audit', { facts: [{ key: 'head', value: '214' }], href: '#' }),
    part('backup', { wellness: 'unknown', runbook: 'Upgrading' }),
  ],
});
