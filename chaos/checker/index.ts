import type { Evidence, Violation } from '../evidence';
import { checkAnswers, checkLiveness, checkResources } from './conduct';
import { checkDecisions } from './decisions';
import { checkMails } from './mails';
import { checkStarts } from './starts';
import { checkValues } from './values';

/** Everything that is wrong with what a run left behind. Pure: the same evidence gets the same verdict. */
export const check = (evidence: Evidence): readonly Violation[] =>
  [checkStarts, checkDecisions, checkMails, checkValues, checkLiveness, checkAnswers, checkResources].flatMap((rule) =>
    rule(evidence),
  );
