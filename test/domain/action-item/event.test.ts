import { eventOf } from '../../../domain/action-item/event';

const ID = '0198f0de-0000-7000-8000-000000000001';

test.each([
  [`incident:${ID}:report`, `incident:${ID}`],
  [`incident:${ID}:containment:lock`, `incident:${ID}`],
  [`incident:${ID}`, null],
  [`obligation:${ID}:2026-12-31`, null],
  [`certificate:${ID}`, null],
])('%s belongs to the event %s', (key, event) => expect(eventOf(key)).toBe(event));
