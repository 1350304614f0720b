import { Places } from '../../api/live/places';

test('nobody takes more connections than anybody looks at', async () => {
  const places = new Places();
  const gates: (() => void)[] = [];
  const held = Array.from({ length: 30 }, () =>
    places.while('li', () => new Promise<void>((done) => void gates.push(done))),
  );
  const none = () => Promise.resolve('in');
  await expect(places.while('li', none)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  expect(await places.while('wang', none)).toBe('in');
  gates[0]?.();
  await held[0];
  expect(await places.while('li', none)).toBe('in');
  gates.forEach((open) => open());
  await Promise.all(held);
});
