import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Agency, AgencyGroup, Plan, Rows } from '../api/answers';
import { useRead } from '../api/queries';
import { at } from '../api/routes';
import type { Asked } from '../form/asked';
import { CommandForm } from '../form/CommandForm';
import { textOf } from '../form/values';
import { Failed, Loading } from '../frame/states';
import { day, today } from '../language/dates';
import { byName } from '../language/fold';
import type { Period } from './answers';
import style from './rounds.module.css';

const strategies = ['decree-09-2019', 'calendar'] as const;

/** A round of the calendar with the days that the rules give it, or one called with days of its own. */
export function OpenRound({ plan, close }: { plan: Plan; close: () => void }) {
  const { t } = useTranslation();
  const go = useNavigate();
  const [strategy, setStrategy] = useState<string>();
  const periods = useRead<{ strategy: string; rows: Period[] }>(at('/round-periods/{plan}', plan.id), {
    year: plan.year,
    strategy,
  });
  const agencies = useRead<Rows<Agency>>(at('/agencies')).data?.rows ?? [];
  const groups = useRead<Rows<AgencyGroup>>(at('/agency-groups')).data?.rows ?? [];
  if (periods.isPending) return <Loading rows={3} />;
  if (!periods.data) return <Failed error={periods.error} again={periods.refetch} />;
  const left = periods.data.rows.filter((it) => !it.opened);
  const running = left.find((it) => it.from <= today() && today() <= it.closesOn);
  const named = <T extends { id: string; name: string }>(list: readonly T[]) =>
    [...list].sort((a, b) => byName(a.name, b.name)).map((it) => ({ value: it.id, label: it.name }));
  const called: readonly Asked[] = [
    { name: 'groups', kind: 'several', label: t('rounds.fields.groups'), help: t('rounds.help.called'), options: named(groups) },
    { name: 'agencies', kind: 'several', label: t('rounds.fields.agencies'), options: named(agencies) },
  ];
  return (
    <section className={`${style.box} no-print`} aria-labelledby="open-round">
      <h2 id="open-round">{t('rounds.openOne')}</h2>
      <fieldset className={style.strategies}>
        <legend>{t('rounds.fields.strategy')}</legend>
        {strategies.map((one) => (
          <label key={one}>
            <input type="radio" name="strategy" checked={periods.data.strategy === one} onChange={() => setStrategy(one)} />{' '}
            {t(`rounds.strategies.${one}`)}
          </label>
        ))}
      </fieldset>
      <CommandForm
        name="open-round"
        about={`rounds ${plan.id}`}
        path={at('/rounds')}
        begin={{ how: 'period', round: running?.round }}
        asked={(values) => {
          const chosen = left.find((it) => it.round === textOf(values, 'round'));
          const days: readonly Asked[] =
            textOf(values, 'how') === 'ad-hoc'
              ? [
                  { name: 'title', kind: 'words', required: true, label: t('rounds.fields.title') },
                  { name: 'from', kind: 'day', required: true, label: t('rounds.fields.from') },
                  { name: 'cutOff', kind: 'day', required: true, label: t('rounds.fields.cutOff') },
                  {
                    name: 'closesOn',
                    kind: 'day',
                    required: true,
                    label: t('rounds.fields.closesOn'),
                    help: t('rounds.help.closesOn'),
                  },
                ]
              : [
                  {
                    name: 'round',
                    kind: 'choice',
                    required: true,
                    label: t('rounds.fields.round'),
                    help:
                      chosen &&
                      `${t('rounds.window', { from: day(chosen.from), cutOff: day(chosen.cutOff), closesOn: day(chosen.closesOn) })}${chosen.source ? ` · ${chosen.source}` : ''}`,
                    options: left.map((it) => ({ value: it.round, label: `${it.title} (${it.round})` })),
                  },
                ];
          return [
            {
              name: 'how',
              kind: 'choice',
              required: true,
              label: t('rounds.fields.how'),
              options: (['period', 'ad-hoc'] as const).map((value) => ({ value, label: t(`rounds.how.${value}`) })),
            },
            ...days,
            ...called,
          ];
        }}
        body={({ how, ...given }) => ({
          plan: plan.id,
          ...given,
          ...(how === 'ad-hoc' || strategy === undefined ? {} : { strategy }),
        })}
        submit={t('rounds.openOne')}
        said={t('rounds.done.open')}
        done={({ stream }) =>
          void go({ to: '/rounds/$plan/$round', params: { plan: plan.id, round: stream.slice(`round-${plan.id}/`.length) } })
        }
        cancel={close}
      />
    </section>
  );
}
