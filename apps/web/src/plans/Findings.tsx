import { useTranslation } from 'react-i18next';
import type { Finding, Rows } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import { Empty, Failed, Loading } from '../frame/states';
import { useMay } from '../session/Session';
import style from './choosing.module.css';
import { FindingList } from './FindingList';
import { SettleMany } from './SettleMany';

const severities = ['blocking', 'decision', 'notice'] as const;

/** What a person must settle in the text, by how grave it is; filters are in the address. */
export function Findings({ plan, severity, open, choose }: FindingsProps) {
  const { t } = useTranslation();
  const settles = useMay('settle-findings');
  const answer = useRead<Rows<Finding>>(at('/plans/{plan}/findings', plan));
  if (answer.isPending) return <Loading />;
  if (answer.error && !answer.data) return <Failed error={answer.error} again={answer.refetch} />;
  const all = answer.data?.rows ?? [];
  // A notice waits for nobody: among what is undecided it stands only where notices are asked for.
  const undecided = (it: Finding) => it.settled === null && (it.severity !== 'notice' || severity === 'notice');
  const rows = all.filter((it) => (!severity || it.severity === severity) && (open !== 'true' || undecided(it)));
  return (
    <>
      <div className={style.findingFilters}>
        <button type="button" aria-pressed={!severity} onClick={() => choose({ severity: undefined })}>
          {t('tasks.all')} {all.length}
        </button>
        {severities.map((it) => (
          <button
            key={it}
            type="button"
            aria-pressed={severity === it}
            data-severity={it}
            onClick={() => choose({ severity: it })}
          >
            {t(`plans.severities.${it}`)} {all.filter((finding) => finding.severity === it).length}
          </button>
        ))}
        <label>
          <input
            type="checkbox"
            checked={open === 'true'}
            onChange={(event) => choose({ open: event.currentTarget.checked ? 'true' : undefined })}
          />
          {t('plans.onlyOpen')}
        </label>
      </div>
      {rows.length === 0 ? (
        <Empty good>{t('plans.noFindings')}</Empty>
      ) : (
        <>
          {settles && <SettleMany plan={plan} findings={rows.filter((it) => it.settled === null)} />}
          <FindingList findings={rows} plan={settles ? plan : null} />
        </>
      )}
    </>
  );
}

interface FindingsProps {
  plan: string;
  severity: string | undefined;
  open: string | undefined;
  choose: (to: Partial<Record<'severity' | 'open', string | undefined>>) => void;
}
