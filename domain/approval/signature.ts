import type { Act } from './events';

/** Same id and same content is the same act. */
export const signature = (act: Act): string =>
  [act.decisionId, act.action, act.on === 'task' ? act.taskId : ''].join('|');

/** Names what an act of somebody has a request write down and say, also where it is told once more. */
export const nameOfAct = (actorId: string, act: Act): string => `${actorId}|${signature(act)}`;

/** What mails about an act bear as their number: 32 bits of its name (FNV-1a). */
export function numberOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
