import { IconFileText, IconPaperclip } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Document, Evidence, TaskView } from '../../api/answers';
import { Empty } from '../../frame/states';
import { day, moment } from '../../language/dates';
import { fileSize, percent } from '../../language/numbers';
import style from './page.module.css';

/** Milestones, reports, claims, extensions and delays: what was said, by whom, with which evidence, and what came of it. */
export function Records({ task, open }: { task: TaskView; open: (action: string) => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Part title={t('task.milestones')} count={task.milestones.length} hidden={task.milestones.length === 0}>
        {task.milestones.map((it) => (
          <li key={it.milestone} className={style.milestone} data-done={Boolean(it.reported) || undefined}>
            <span aria-hidden="true">{it.reported ? '✓' : '○'}</span>
            <span>{it.title}</span>
            <span>
              {day(it.on)}
              <span className="visually-hidden"> {it.reported ? t('task.milestoneDone') : t('task.milestoneOpen')}</span>
            </span>
          </li>
        ))}
      </Part>
      <Part title={t('task.claims')} count={task.claims.length} hidden={task.claims.length === 0}>
        {task.claims.map((it) => (
          <li key={it.claim}>
            <RecordHead left={t('task.claimOn', { day: day(it.on) })} state={it.state} />
            <p>{it.narrative}</p>
            <p className={style.meta}>{t('task.doneOn', { day: day(it.occurredOn) })}</p>
            <Papers evidence={it.evidence} document={it.document} />
            {it.reason && (
              <Returned
                reason={it.reason}
                again={() => open('claim-completion')}
                may={task.actions.includes('claim-completion')}
              />
            )}
          </li>
        ))}
      </Part>
      <Part title={t('task.reports')} count={task.reports.length}>
        {task.reports.length === 0 && (
          <li className={style.bare}>
            <Empty>{t('task.noReports', { day: day(task.assignedOn) })}</Empty>
          </li>
        )}
        {task.reports.map((it) => (
          <li key={it.report}>
            <RecordHead left={`${percent(it.progress)} · ${day(it.occurredOn)}`} state={it.state} />
            <p>{it.narrative}</p>
            <p className={style.meta}>
              {t('task.recordedAt', { moment: moment(it.recordedAt) })}
              {it.backdatedDays > 0 && <strong> · {t('task.backdated', { count: it.backdatedDays })}</strong>}
              {it.corrected && <strong> · {t('task.corrected')}</strong>}
            </p>
            <Papers evidence={it.evidence} document={it.document} />
            {it.reason && (
              <Returned
                reason={it.reason}
                again={() => open('report-milestone')}
                may={task.actions.includes('report-milestone')}
              />
            )}
          </li>
        ))}
      </Part>
      <Part title={t('task.extensions')} count={task.extensions.length} hidden={task.extensions.length === 0}>
        {task.extensions.map((it) => (
          <li key={it.request}>
            <RecordHead left={t('task.extensionUntil', { day: day(it.until) })} state={it.state} />
            <p>{it.reason}</p>
            <p className={style.meta}>
              {t('task.askedOn', { day: day(it.on) })}
              {it.decidedOn && ` · ${t('task.decidedOn', { day: day(it.decidedOn) })}`}
            </p>
          </li>
        ))}
      </Part>
      <Part title={t('task.delays')} count={task.delays.length} hidden={task.delays.length === 0}>
        {task.delays.map((it) => (
          <li key={`${it.by}-${it.on}-${it.due ?? ''}`}>
            <RecordHead
              left={it.by === 'watch' ? t('task.byWatch', { day: day(it.on) }) : t('task.byAgency', { day: day(it.on) })}
            />
            {it.cause && <p>{t(`forms.causes.${it.cause}` as 'forms.causes.own')}</p>}
            {it.explanation && <p>{it.explanation}</p>}
            {it.expectedOn && <p className={style.meta}>{t('task.expectedOn', { day: day(it.expectedOn) })}</p>}
          </li>
        ))}
      </Part>
    </>
  );
}

function Part({ title, count, hidden, children }: { title: string; count: number; hidden?: boolean; children: ReactNode }) {
  if (hidden) return null;
  return (
    <section className={style.box}>
      <h2>
        {title} <span className={style.count}>{count}</span>
      </h2>
      <ul className={style.records}>{children}</ul>
    </section>
  );
}

function RecordHead({
  left,
  state,
}: {
  left: string;
  state?: 'submitted' | 'accepted' | 'returned' | 'requested' | 'granted' | 'refused';
}) {
  const { t } = useTranslation();
  return (
    <div className={style.recordHead}>
      <strong>{left}</strong>
      {state && (
        <span className={style.state} data-state={state}>
          {t(`task.states.${state}`)}
        </span>
      )}
    </div>
  );
}

function Returned({ reason, again, may }: { reason: string; again: () => void; may: boolean }) {
  const { t } = useTranslation();
  return (
    <p className={style.returned}>
      <span>{t('task.returnedBecause', { reason })}</span>
      {may && (
        <button type="button" onClick={again}>
          {t('task.answer')}
        </button>
      )}
    </p>
  );
}

function Papers({ evidence, document }: { evidence: Evidence[]; document: Document | null }) {
  const { t } = useTranslation();
  if (evidence.length === 0 && !document) return null;
  return (
    <ul className={style.papers}>
      {document && (
        <li>
          <IconFileText size={16} aria-hidden="true" />
          {document.on ? t('forms.documentWords', { number: document.number, day: day(document.on) }) : document.number}
        </li>
      )}
      {evidence.map((it) => (
        <li key={it.sha256}>
          <IconPaperclip size={16} aria-hidden="true" />
          <a href={`/api/evidence/${it.sha256}`} download={it.name}>
            {it.name}
          </a>
          <small>{fileSize(it.size)}</small>
          <code title={`SHA-256 ${it.sha256}`}>{it.sha256.slice(0, 10)}…</code>
        </li>
      ))}
    </ul>
  );
}
