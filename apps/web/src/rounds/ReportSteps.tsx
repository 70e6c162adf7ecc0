import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { at } from '../api/routes';
import { CommandForm } from '../form/CommandForm';
import { textOf } from '../form/values';
import { useMe } from '../session/Session';
import { type RoundReport, sayings } from './answers';
import style from './rounds.module.css';

/** What may be done with a report besides writing it: signed, returned, supplemented. One at a time, named in the address. */
export function ReportSteps({ of: it, past, own }: { of: RoundReport; past: boolean; own: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const search = useSearch({ from: '/rounds/$plan/$round/$agency' });
  const go = useNavigate({ from: '/rounds/$plan/$round/$agency' });
  const may = (permission: string) => me.permissions.includes(permission);
  const running = !past && !it.closed && it.standing !== 'exempt';
  const prepared = it.standing === 'prepared' || it.standing === 'returned';
  const offered = [
    ...(running && own && may('sign-reports') && prepared ? (['sign'] as const) : []),
    ...(running && me.agency?.id !== (it.answeredBy ?? it.agency).id && may('run-rounds') && it.signed
      ? (['return'] as const)
      : []),
    ...(!past && it.closed && own && it.owed.length > 0 ? (['supplement'] as const) : []),
  ];
  const active = offered.find((one) => one === search.do);
  const open = (what: string | undefined) => void go({ search: (now) => ({ ...now, do: what }) as typeof now, replace: true });
  const about = `report ${it.plan} ${it.round} ${it.agency.id}`;
  const close = () => open(undefined);
  if (!active)
    return (
      <>
        {running && own && prepared && !may('sign-reports') && <p className={style.warning}>{t('rounds.awaitsHead')}</p>}
        {offered.length > 0 && (
          <div className={`${style.buttons} no-print`}>
            {offered.map((one) => (
              <Button key={one} onClick={() => open(one)} variant={one === 'sign' ? 'filled' : 'default'}>
                {t(`rounds.titles.${one}`)}
              </Button>
            ))}
          </div>
        )}
      </>
    );
  const ids = [it.plan, it.round, it.agency.id] as const;
  const said = it.owed.filter((line) => line.entry !== null).length;
  return (
    <section className={`${style.box} no-print`} aria-labelledby="step">
      <h2 id="step">{t(`rounds.titles.${active}`)}</h2>
      {active === 'sign' && (
        <CommandForm
          name="sign"
          about={about}
          path={at('/rounds/{plan}/{round}/reports/{agency}/signature', ...ids)}
          asked={[]}
          submit={t('rounds.titles.sign')}
          said={t('rounds.done.sign')}
          done={close}
          cancel={close}
        >
          <p className={style.warning}>{t('rounds.signing', { said, owed: it.owed.length })}</p>
        </CommandForm>
      )}
      {active === 'return' && (
        <CommandForm
          name="return"
          about={about}
          path={at('/rounds/{plan}/{round}/reports/{agency}/return', ...ids)}
          asked={[{ name: 'reason', kind: 'long', required: true, label: t('rounds.fields.returnReason') }]}
          submit={t('rounds.titles.return')}
          said={t('rounds.done.return')}
          done={close}
          cancel={close}
        />
      )}
      {active === 'supplement' && (
        <CommandForm
          name="supplement"
          about={about}
          path={at('/rounds/{plan}/{round}/reports/{agency}/supplements', ...ids)}
          begin={{ said: 'reported' }}
          asked={(values) => [
            {
              name: 'task',
              kind: 'pick',
              required: true,
              label: t('rounds.fields.task'),
              options: it.owed.map((line) => ({ value: line.task, label: `${line.item} · ${line.title}` })),
            },
            {
              name: 'said',
              kind: 'choice',
              required: true,
              label: t('rounds.fields.said'),
              options: sayings.map((value) => ({ value, label: t(`rounds.sayings.${value}`) })),
            },
            ...(textOf(values, 'said') === 'reported'
              ? ([{ name: 'progress', kind: 'percent', label: t('forms.fields.progress') }] as const)
              : []),
            { name: 'words', kind: 'long', required: true, label: t('rounds.fields.words') },
            { name: 'reason', kind: 'long', required: true, label: t('rounds.fields.lateReason') },
            { name: 'document', kind: 'document', label: t('rounds.fields.document') },
          ]}
          body={({ task, said: what, words, progress = null, reason, document }) => ({
            entries: [{ task, said: what, words, progress }],
            reason,
            document,
          })}
          submit={t('rounds.titles.supplement')}
          said={t('rounds.done.supplement')}
          done={close}
          cancel={close}
        >
          <p className={style.quiet}>{t('rounds.supplementing')}</p>
        </CommandForm>
      )}
    </section>
  );
}
