import { edited } from './replay/edits';
import { readCorpus, workflowTypeOf } from './replay/corpus';
import { MUTATIONS } from './replay/mutations';
import { refusedBy } from './replay/refused';
import { presentBundle } from './temporal';

/** Enough of each workflow to meet the change, and few enough for all changes to be tried in a minute. */
const MOST = 60;
const corpus = readCorpus();
const historiesOf = (workflow: string) =>
  corpus.filter(({ history }) => workflowTypeOf(history) === workflow).slice(-MOST);

test.each(MUTATIONS)(
  'the replay finds $what in $workflow',
  async ({ workflow, edit }) => {
    const refused = await refusedBy({ workflowBundle: edited(await presentBundle(), edit) }, historiesOf(workflow));

    // Beside those whose commands differ there may be some whose state the changed code cannot read at all.
    expect(refused.some((line) => /TMPRL1100|[Nn]ondeterminism|in workflow machines/.test(line))).toBe(true);
  },
  60_000,
);

test('the same histories pass without a change', async () => {
  const workflows = [...new Set(MUTATIONS.map(({ workflow }) => workflow))];

  expect(await refusedBy({ workflowBundle: edited(await presentBundle()) }, workflows.flatMap(historiesOf))).toEqual(
    [],
  );
}, 240_000);
