import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import style from './frame.module.css';
import { usePoint } from './point';

export function PlanChoice() {
  const { t } = useTranslation();
  const { plan, plans, move } = usePoint();
  if (!plan) return <span className={style.noPlan}>{t('frame.noPlan')}</span>;
  return (
    <NativeSelect
      className={style.plan}
      aria-label={t('frame.plan')}
      value={plan.id}
      onChange={(event) => void move({ plan: event.currentTarget.value })}
      data={plans.map((it) => ({ value: it.id, label: `${it.number} · ${it.year}` }))}
    />
  );
}
