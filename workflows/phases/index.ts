import type { Engagement } from '../../domain/engagement/engagement';
import type { State } from '../../domain/engagement/statuses';
import { beginExit } from './exiting';
import { cancel, close, giveUp } from './ended';
import { beginService } from './in-service';
import type { Watch } from './watch';

type Phase = (engagement: Engagement, watch: Watch) => Promise<void>;

const wait: Phase = () => Promise.resolve();

/** What entering a state sets going; a state without an effect of its own waits for people. */
const phases: Readonly<Record<State, Phase>> = {
  NEEDS_ANALYSIS: wait,
  VENDOR_SELECTION: wait,
  CONTRACTING: wait,
  TRANSITION_IN: wait,
  IN_SERVICE: beginService,
  SUSPENDED: wait,
  EXITING: beginExit,
  CLOSED: close,
  REJECTED: giveUp,
  WITHDRAWN: giveUp,
  CANCELLED: cancel,
};

export const enter: Phase = (engagement, watch) => phases[engagement.state](engagement, watch);
