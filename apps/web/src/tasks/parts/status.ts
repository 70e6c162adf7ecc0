import {
  IconAlertOctagon,
  IconCircleCheck,
  IconCircleDashed,
  IconClockCheck,
  IconDots,
  IconHourglassLow,
  IconInfinity,
  IconPlayerPause,
  IconPlayerPlay,
  IconQuestionMark,
  IconX,
} from '@tabler/icons-react';
import type { Status } from '../../api/answers';

export interface Look {
  /** On white and on its tint at least 4.5 to 1. */
  token: string;
  tint: string;
  icon: typeof IconX;
  dashed?: true;
}

/** Found in Vietnamese work-management products: green done on time, orange done late, blue in term, red overdue, grey none. */
export const looks: Readonly<Record<Status, Look>> = {
  'completed-on-time': { token: '#177538', tint: '#E7F6EC', icon: IconCircleCheck },
  'completed-late': { token: '#A64A07', tint: '#FDF0E3', icon: IconClockCheck },
  'on-track': { token: '#1D4ED8', tint: '#E8EFFD', icon: IconPlayerPlay },
  'not-started': { token: '#5B6472', tint: '#EEF0F3', icon: IconCircleDashed },
  'due-soon': { token: '#8A6100', tint: '#FFF6D6', icon: IconHourglassLow },
  overdue: { token: '#B42318', tint: '#FDECEA', icon: IconAlertOctagon },
  'awaiting-acceptance': { token: '#0F766E', tint: '#E3F4F2', icon: IconDots },
  continuous: { token: '#5B6472', tint: '#EEF0F3', icon: IconInfinity, dashed: true },
  'no-deadline': { token: '#5B6472', tint: '#EEF0F3', icon: IconQuestionMark, dashed: true },
  suspended: { token: '#6B3FA0', tint: '#F1EAF9', icon: IconPlayerPause },
  cancelled: { token: '#6B3FA0', tint: '#F1EAF9', icon: IconX },
};

/** What none of the four cells counts, as the register is asked for it. */
export const inNoCell = 'suspended,cancelled';
