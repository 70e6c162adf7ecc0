import type { TFunction } from 'i18next';
import type { Status } from '../api/answers';
import { day } from '../language/dates';
import type { Obstacle, ObstacleState, WaitingSpan } from './answers';

/** The task's state that looks nearest to an obstacle's. */
export const likeOf: Readonly<Record<ObstacleState, Status>> = {
  raised: 'due-soon',
  escalated: 'overdue',
  answered: 'on-track',
  resolved: 'completed-on-time',
};

/** Whom it waits for now, in words. */
export function nowWords(t: TFunction, it: Pick<Obstacle, 'now' | 'state' | 'escalations'>): string {
  if (!it.now) return t('obstacles.now.nobody');
  if (it.now.for === 'decision' && it.state === 'escalated' && !it.now.whom)
    return t(`obstacles.now.${it.escalations.at(-1)?.to ?? 'standing'}`);
  return whomWords(t, it.now);
}

export function whomWords(t: TFunction, { for: what, whom }: Pick<WaitingSpan, 'for' | 'whom'>): string {
  if (what === 'decision') return whom ? t('obstacles.now.decisionOf', { name: whom.name }) : t('obstacles.now.decision');
  return whom ? t('obstacles.now.body', { name: whom.name }) : t('obstacles.now.bodyUnknown');
}

export const sinceWords = (t: TFunction, it: Obstacle): string | null =>
  it.now ? t('obstacles.now.from', { day: day(it.now.from) }) : null;

export const waitedDays = ({ waited }: Obstacle): number => waited.body.calendar + waited.decision.calendar;

/** What this person may do about an obstacle; the server has the last word. */
export function actionsOn(
  it: Obstacle,
  me: { role: string; agency: { id: string } | null; permissions: string[] },
): ObstacleAction[] {
  if (it.state === 'resolved') return [];
  const own = me.agency?.id === it.agency.id;
  const may = (permission: string) => me.permissions.includes(permission);
  const level = it.escalations.at(-1)?.to ?? 'standing';
  const escalates =
    may('report-progress') && (own || me.role === 'standing') && !(it.state === 'escalated' && level === 'committee');
  const directs = may('direct-tasks') && !own && (me.role === 'committee' || level === 'standing');
  const resolves = own || may('direct-tasks');
  return [
    ...(directs ? (['directive'] as const) : []),
    ...(escalates ? (['escalate'] as const) : []),
    ...(resolves && (own ? may('report-progress') : true) ? (['resolve'] as const) : []),
  ];
}
export const obstacleActions = ['directive', 'escalate', 'resolve'] as const;
export type ObstacleAction = (typeof obstacleActions)[number];
