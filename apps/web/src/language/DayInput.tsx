import { DateInput, DatesProvider } from '@mantine/dates';
import type { ReactNode } from 'react';
import { readDay, weekday } from './dates';
import { language } from './index';
import style from './language.module.css';

export interface DayInputProps {
  label: ReactNode;
  value: string | null;
  onChange: (date: string | null) => void;
  description?: ReactNode;
  error?: ReactNode;
  id?: string;
  max?: string;
  min?: string;
  required?: boolean;
}

const shown = (date: string): string => `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;

/** A day typed as 31/3/2025 or picked; the weekday stands beside it, because due days fall on Sundays. */
export function DayInput({ label, value, onChange, description, error, id, max, min, required }: DayInputProps) {
  return (
    <DatesProvider settings={{ locale: language(), firstDayOfWeek: 1 }}>
      <DateInput
        label={label}
        value={value}
        onChange={(date) => onChange(date ? String(date).slice(0, 10) : null)}
        valueFormat={shown}
        dateParser={(text) => readDay(text)}
        placeholder="dd/mm/yyyy"
        description={description}
        error={error}
        rightSection={
          value ? (
            <span aria-hidden="true" className={style.weekday}>
              {weekday(value).replace('Thứ ', 'T. ')}
            </span>
          ) : undefined
        }
        rightSectionWidth={value ? 84 : undefined}
        rightSectionPointerEvents="none"
        popoverProps={{ withinPortal: false }}
        {...(id ? { id } : {})}
        {...(max ? { maxDate: max } : {})}
        {...(min ? { minDate: min } : {})}
        {...(required ? { required, withAsterisk: false } : {})}
      />
    </DatesProvider>
  );
}
