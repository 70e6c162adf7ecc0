import type { LinkProps } from '@tanstack/react-router';

/** What an event is about: the words of its link, and where it is shown. Null: no page of its own. */
export interface About {
  readonly kind: 'task' | 'target' | 'project' | 'round' | 'report' | 'meeting' | 'obstacle' | 'succession' | 'plan';
  readonly code: string;
  /** Of whom, where the stream names one: an agency's id. */
  readonly agency: string | null;
  readonly link: Pick<LinkProps, 'to' | 'params'>;
}

/** From the name of a stream to the page of the thing that lives in it. */
export function aboutOf(stream: string): About | null {
  const [, kind = '', id = ''] = /^([a-z]+)-(.*)$/.exec(stream) ?? [];
  const [plan = '', second = '', agency = ''] = id.split('/');
  const of = (
    kind: About['kind'],
    code: string,
    to: LinkProps['to'],
    params: Record<string, string>,
    whose: string | null = null,
  ): About => ({
    kind,
    code,
    agency: whose,
    link: { to, params } as About['link'],
  });
  switch (kind) {
    case 'reminder':
      // Of a round's report its code stands second, of a task its item: IV.IV.1.
      if (/^\d/.test(second))
        return of('report', second, '/rounds/$plan/$round/$agency', { plan, round: second, agency }, agency);
      return of('task', second, '/tasks/$plan/$item/$agency', { plan, item: second, agency }, agency);
    case 'task':
      return of('task', second, '/tasks/$plan/$item/$agency', { plan, item: second, agency }, agency);
    case 'target':
      return of('target', second, '/targets/$plan/$item', { plan, item: second });
    case 'project':
      return of('project', second, '/projects/$plan/$item', { plan, item: second });
    case 'round':
      return of('round', second, '/rounds/$plan/$round', { plan, round: second });
    case 'report':
      return of('report', second, '/rounds/$plan/$round/$agency', { plan, round: second, agency }, agency);
    case 'meeting':
      return of('meeting', second, '/meetings/$plan/$number', { plan, number: second });
    case 'obstacle':
      return of('obstacle', '', '/obstacles/$id', { id });
    case 'succession':
      return of('succession', '', '/successions/$id', { id });
    case 'plan':
      return of('plan', plan, '/plans/$id', { id: plan });
    default:
      return null;
  }
}
