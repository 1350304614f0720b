import { Desk } from '../approval-builders';
import { type Command, run } from './commands';
import { checkEvent } from './event-rules';
import type { Opening } from './policies';
import { checkClosed, checkExits, checkState } from './state-rules';
import { checkTrail } from './trail-rules';

/** A policy with what people and time did to one request under it. */
export interface Case {
  readonly opening: Opening;
  readonly commands: readonly Command[];
}

/** Plays a case and checks every rule after every event. */
export function walk({ opening, commands }: Case): Desk {
  const desk = new Desk(structuredClone(opening));
  let checked = look(desk, 0);
  for (const command of commands) {
    run(desk, command);
    checked = look(desk, checked);
  }
  checkTrail(desk);
  return desk;
}

function look(desk: Desk, from: number): number {
  const { state, now, log } = desk;
  log.slice(from).forEach(checkEvent);
  if (log.length === from) return from;
  checkState(state, now);
  checkExits(state, now);
  checkClosed(state, now);
  return log.length;
}
