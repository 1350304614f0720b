import { linesOf } from '../pages/csrf';
import { type DraftNode, isList, listAt, isNode, nodeAt, nodesAt, textAt, textsAt } from './draft';
import { durationIn } from './durations';

/** Whom an address names. An address that names nobody stays as it is; whoever reads the form says so. */
export type IdOf = (email: string) => string;
type Fields = Readonly<Record<string, unknown>>;

/** What a form holds in the shape of a policy; whether it is one is for the schema to say. */
export const bodyIn = (draft: DraftNode, idOf: IdOf): Fields => ({
  title: textAt(draft, 'title'),
  settings: settingsIn(nodeAt(draft, 'settings'), idOf),
  steps: nodesIn(nodesAt(draft, 'steps'), idOf),
});

/** Whatever was left empty is left out. */
const said = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
const orNothing = (fields: Fields): Fields | undefined => (Object.keys(fields).length === 0 ? undefined : fields);

function settingsIn(draft: DraftNode, idOf: IdOf): Fields {
  const durations = ['expiresAfter', 'linkTtl', 'coolingOff', 'minGap'] as const;
  const minorFields = linesOf(textAt(draft, 'minorFields'));
  return said({
    ...Object.fromEntries(['withdraw', 'dedup', 'afterReturn', 'calendar'].map((name) => [name, textAt(draft, name)])),
    ...Object.fromEntries(durations.map((name) => [name, durationIn(textAt(draft, name))])),
    minorFields: minorFields.length > 0 ? minorFields : undefined,
    stepUp: answerIn(textAt(draft, 'stepUp')),
    distinctApprovers: answerIn(textAt(draft, 'distinctApprovers')),
    adminId: personIn(textAt(draft, 'adminId'), idOf),
  });
}

const answerIn = (text: string): boolean | undefined => (text === '' ? undefined : text === 'yes');
const personIn = (email: string, idOf: IdOf): string => (email === '' ? '' : idOf(email));

const nodesIn = (drafts: readonly DraftNode[], idOf: IdOf): readonly Fields[] => drafts.map((one) => nodeIn(one, idOf));

function nodeIn(draft: DraftNode, idOf: IdOf): Fields {
  const key = textAt(draft, 'key');
  const inner = (list: readonly DraftNode[]): readonly Fields[] => nodesIn(list, idOf);
  if (isList(draft['parallel']))
    return { key, parallel: draft['parallel'].map((branch) => inner(isList(branch) ? branch.filter(isNode) : [])) };
  if (isNode(draft['matrix'])) return { key, matrix: matrixIn(draft['matrix']), steps: inner(nodesAt(draft, 'steps')) };
  for (const name of ['choose', 'inclusive'] as const) {
    if (!isList(draft[name])) continue;
    const branches = nodesAt(draft, name).map((one) => ({
      when: textAt(one, 'when'),
      steps: inner(nodesAt(one, 'steps')),
    }));
    return { key, [name]: branches, default: inner(nodesAt(draft, 'default')) };
  }
  return stepIn(draft, idOf);
}

/** A cell that was left empty does not matter, as in a sheet the word `any`. */
function matrixIn(draft: DraftNode): Fields {
  const inputs = nodesAt(draft, 'inputs').map((one) => ({
    label: textAt(one, 'label'),
    expression: textAt(one, 'expression'),
  }));
  const rules = nodesAt(draft, 'rules').map((rule) => {
    const cells = listAt(rule, 'when');
    return {
      when: inputs.map((_input, column) => (typeof cells[column] === 'string' && cells[column]) || '-'),
      steps: textsAt(rule, 'steps'),
    };
  });
  return { hitPolicy: textAt(draft, 'hitPolicy'), inputs, rules, otherwise: textsAt(draft, 'otherwise') };
}

function stepIn(draft: DraftNode, idOf: IdOf): Fields {
  const text = (name: string): string => textAt(draft, name);
  const plain = ['key', 'title', 'mode', 'when', 'onReject', 'afterReturn', 'selfHandler', 'dedup', 'risk'] as const;
  const ticks = ['requireSignature', 'requireComment', 'pauseOnDelegate', 'mandatoryHuman'] as const;
  const cc = linesOf(text('cc')).map(idOf);
  return {
    ...{ key: text('key'), title: text('title'), mode: text('mode') },
    ...said({
      ...Object.fromEntries(plain.map((name) => [name, text(name)])),
      ...Object.fromEntries(ticks.map((name) => [name, text(name) === '1' || undefined])),
      ...countingIn(draft, idOf),
      sla: slaIn(nodeAt(draft, 'sla')),
      reminders: orNothing(remindersIn(nodeAt(draft, 'reminders'))),
      escalation: escalationIn(draft),
      emptyHandler: text('emptyHandler') === 'user' ? `user:${idOf(text('emptyHandlerPerson'))}` : text('emptyHandler'),
      timeout: timeoutIn(draft, idOf),
      cc: cc.length > 0 ? cc : undefined,
    }),
    assignees: nodesAt(draft, 'assignees').map((one) => sourceIn(one, idOf)),
  };
}

/** What each way of counting reads. What another one would read stays in the form, where it does not show, and counts nothing. */
function countingIn(draft: DraftNode, idOf: IdOf): Fields {
  const text = (name: string): string => textAt(draft, name);
  const tick = (name: string): Fields => ({ [name]: text(name) === '1' || undefined });
  const weights = { weights: weightsIn(text('weights'), idOf) };
  switch (text('mode')) {
    case 'any':
      return tick('anyApprove');
    case 'all':
      return tick('rejectWaits');
    case 'quorum':
      return { quorum: wholeIn(text('quorum')), ...tick('veto') };
    case 'ratio':
      return { ratioBp: shareIn(text('ratioBp')) };
    case 'weighted':
      return { thresholdBp: shareIn(text('thresholdBp')), ...tick('strict'), ...weights };
    case 'ballot':
      return { ballot: ballotIn(nodeAt(draft, 'ballot')), ...weights };
    default:
      return {};
  }
}

const wholeIn = (text: string): number | string => (/^\d{1,9}$/.test(text) ? Number(text) : text);
/** A share in percent with up to two decimals, in basis points. */
const shareIn = (text: string): number | string =>
  /^\d{1,3}(\.\d{1,2})?%?$/.test(text) ? Math.round(parseFloat(text) * 100) : text;

function weightsIn(text: string, idOf: IdOf): Fields | undefined {
  const lines = linesOf(text).map((line) => /^([^\s:=]+)[\s:=]+([^\s:=]\S*)$/.exec(line) ?? [line, line, '']);
  return lines.length === 0
    ? undefined
    : Object.fromEntries(lines.map(([, email = '', weight = '']) => [idOf(email), wholeIn(weight)]));
}

const ballotIn = (draft: DraftNode): Fields => ({
  threshold: textAt(draft, 'threshold'),
  ...said({ quorum: textAt(draft, 'quorum'), closesAfter: durationIn(textAt(draft, 'closesAfter')) }),
});

function slaIn(draft: DraftNode): Fields | undefined {
  const duration = durationIn(textAt(draft, 'duration'));
  return duration === '' ? undefined : { duration, ...said({ calendar: textAt(draft, 'calendar') }) };
}

const remindersIn = (draft: DraftNode): Fields =>
  said({ repeat: durationIn(textAt(draft, 'repeat')), max: wholeIn(textAt(draft, 'max')) });

function escalationIn(draft: DraftNode): Fields | false | undefined {
  const shares = nodeAt(draft, 'escalation');
  const shareOf = (name: string): unknown => {
    const text = textAt(shares, name);
    return text === '-' ? null : wholeIn(text);
  };
  if (textAt(draft, 'escalate') === 'never') return false;
  if (textAt(draft, 'escalate') !== 'at') return undefined;
  return said({ managerAtPercent: shareOf('managerAtPercent'), adminAtPercent: shareOf('adminAtPercent') });
}

function timeoutIn(draft: DraftNode, idOf: IdOf): Fields | undefined {
  const action = textAt(nodeAt(draft, 'timeout'), 'action');
  if (action === '') return undefined;
  return { action: action === 'transfer' ? `transfer:${idOf(textAt(draft, 'timeoutPerson'))}` : action };
}

function sourceIn(draft: DraftNode, idOf: IdOf): Fields {
  const source = textAt(draft, 'source');
  const [name = '', value = ''] = source.split(/:(.*)/s);
  if (name === 'user') return { user: idOf(textAt(draft, 'user')) };
  if (name === 'headChain') return { headChain: wholeIn(value) };
  return { [name]: source.includes(':') ? value : true };
}
