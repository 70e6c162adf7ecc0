import { Button, Popover } from '@mantine/core';
import { IconCalendarTime, IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayInput } from '../language/DayInput';
import { day, dayOf, lastDayOf, moment } from '../language/dates';
import { useMay } from '../session/Session';
import style from './frame.module.css';
import { usePoint } from './point';

/** The end of the day in the province, as a moment. */
const endOf = (date: string): string => new Date(`${date}T23:59:59.999+07:00`).toISOString();

/** The two clocks: true on (everybody), known on (whoever reads the record). Amber whenever the page shows the past. */
export function AsOf() {
  const { t } = useTranslation();
  const { asOf, knownOn, past, plan, move } = usePoint();
  const reads = useMay('read-history');
  const [open, setOpen] = useState(false);
  const words = [
    asOf ? t('frame.asOf', { day: day(asOf) }) : t('frame.asOfToday'),
    ...(knownOn ? [t('frame.knownOn', { moment: moment(knownOn) })] : []),
  ];
  const year = plan?.year ?? new Date().getFullYear();
  const quarters = [3, 6, 9, 12].map((month) => lastDayOf(`${year}-${String(month).padStart(2, '0')}`));
  const choose = (to: { asOf?: string | undefined; knownOn?: string | undefined }) => {
    void move(to);
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={340} trapFocus returnFocus withinPortal={false}>
      <Popover.Target>
        <button type="button" className={style.asOf} data-past={past || undefined} onClick={() => setOpen(!open)}>
          <IconCalendarTime size={18} stroke={1.6} aria-hidden="true" />
          <span>{words.join(' · ')}</span>
          <IconChevronDown size={16} aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('frame.clocks')}>
        <div className={style.clocks}>
          <DayInput
            label={t('frame.asOfLabel')}
            description={t('frame.asOfHelp')}
            value={asOf}
            onChange={(date) => choose({ asOf: date ?? undefined })}
          />
          <div className={style.quarters}>
            {quarters.map((date) => (
              <Button
                key={date}
                size="compact-sm"
                variant={asOf === date ? 'filled' : 'default'}
                onClick={() => choose({ asOf: date })}
              >
                {day(date)}
              </Button>
            ))}
          </div>
          {reads && (
            <DayInput
              label={t('frame.knownOnLabel')}
              description={t('frame.knownOnHelp')}
              value={knownOn ? dayOf(knownOn) : null}
              onChange={(date) => choose({ knownOn: date ? endOf(date) : undefined })}
            />
          )}
          <Button
            variant="default"
            disabled={!past}
            onClick={() => {
              choose({ asOf: undefined, knownOn: undefined });
              setOpen(false);
            }}
          >
            {t('frame.backToToday')}
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
