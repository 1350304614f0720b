import { z } from 'zod';
import { BINDING_POLICIES } from '../../domain/approval/words';
import { Anything } from './http';
import type { Theatre } from './stage';

const Policy = z.looseObject({ title: z.string(), settings: z.looseObject({}), steps: z.array(z.unknown()) });

/**
 * Nobody waits four hours in a demonstration: while it is played approvals of the gates that bind take effect at once.
 * Afterwards their policies say again what they said before, whatever came of it.
 */
export async function withoutCoolingOff<T>({ admin, say }: Theatre, work: () => Promise<T>): Promise<T> {
  const restored: (() => Promise<unknown>)[] = [];
  try {
    for (const key of BINDING_POLICIES) {
      const path = `/policies/${key}`;
      const { title, settings, steps } = await admin({ method: 'GET', path }, Policy);
      const save = (wanted: object) =>
        admin({ method: 'PUT', path, body: { title, settings: wanted, steps } }, Anything);
      await save({ ...settings, coolingOff: 'PT0S' });
      restored.unshift(() => save(settings));
    }
    say('while this is played, no approval waits for its cooling-off');
    return await work();
  } finally {
    for (const restore of restored) await restore();
  }
}
