import type { Node } from '../../domain/approval/schema';
import type { Locale } from '../../domain/people/people';
import { drawPolicy, type Pictured } from '../diagram/drawing';
import type { Diagram, RequestView } from '../page-data';
import type { Say } from './pages';
import { stateSample } from './request-state';

/** A policy with a branch in it, drawn for wide and narrow screens. */
export function diagramSample(say: Say, locale: Locale): Diagram {
  const nodes: readonly Node[] = [
    { key: 'owner', title: say('业务负责人', 'Business owner'), mode: 'any', assignees: [{ manager: true }] },
    {
      key: 'large',
      choose: [{ when: 'amount.value > 1000000', steps: [executive(say)] }],
      default: [],
    },
  ];
  const picture: Pictured = { locale, title: say('定商审批', 'Award'), nodes, state: null, nameOf: (id) => id };
  return { wide: drawPolicy(picture, 'right'), narrow: drawPolicy(picture, 'down'), href: '#', bpmnHref: '#' };
}

/** The steps of a request as they are listed, with the one that it has come to. */
export function listedDiagramSample(locale: Locale, { title, steps }: RequestView): Pick<Diagram, 'wide' | 'narrow'> {
  const nodes = steps.map(({ title: step, mode, tasks }, index) => ({
    ...{ key: `step-${index}`, title: step, mode, quorum: 2 },
    assignees: tasks.map(({ name }) => ({ user: name })),
  }));
  const picture: Pictured = { locale, title, nodes, state: stateSample(steps, nodes), nameOf: (id) => id };
  return { wide: drawPolicy(picture, 'right'), narrow: drawPolicy(picture, 'down') };
}

const executive = (say: Say): Node => ({
  key: 'executive',
  title: say('分管领导', 'Executive'),
  mode: 'quorum',
  quorum: 2,
  assignees: [{ role: 'executive' }, { role: 'finance' }],
});
