import type { TFunction } from 'i18next';
import type { TaskList, TaskRow } from '../../api/answers';
import { type Query, read } from '../../api/client';
import { at } from '../../api/routes';
import { day } from '../../language/dates';
import { number } from '../../language/numbers';
import { dueReading } from '../parts/words';
import { csv } from './csv';
import { saveFile } from './saveFile';

/**
 * The current view, all its pages, with the columns of the screen: CSV with a BOM, which Excel opens as it is. Of a search that finds
 * more than is counted, the first; then it gives back how many those are, otherwise null.
 */
export async function exportRegister(query: Query, t: TFunction): Promise<number | null> {
  const rows: TaskRow[] = [];
  let more = false;
  for (let page = 1; ; page++) {
    const answer = await read<TaskList>(at('/tasks'), { ...query, page, size: 200 }, { waits: true });
    rows.push(...answer.rows);
    more = answer.more;
    if (answer.rows.length === 0 || rows.length >= answer.total) break;
  }
  const head = [
    t('tasks.code'),
    t('tasks.section'),
    t('tasks.task'),
    t('tasks.agency'),
    t('tasks.coordinating'),
    t('tasks.printed'),
    t('tasks.reading'),
    t('tasks.status'),
    t('tasks.lateColumn'),
    t('tasks.progress'),
    t('tasks.lastReport'),
    t('tasks.evidence'),
    t('tasks.sampleColumn'),
  ];
  const lines = rows.map((it) => [
    it.item,
    it.section,
    it.title,
    it.agency.name,
    it.coordinating.map((party) => party.printed).join('; '),
    it.due.printed,
    dueReading(t, it.due),
    t(`status.${it.status}`),
    String(it.lateDays),
    it.progress === null ? '' : number(it.progress, 1),
    it.reportedOn ? day(it.reportedOn) : '',
    String(it.evidence),
    it.simulated ? t('frame.sampleMark') : '',
  ]);
  saveFile(`${t('tasks.fileName')}.csv`, csv([head, ...lines]));
  return more ? rows.length : null;
}
