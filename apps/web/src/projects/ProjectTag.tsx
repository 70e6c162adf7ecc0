import { useTranslation } from 'react-i18next';
import type { Status } from '../api/answers';
import type { ProjectStatus } from '../api/tables';
import { StateTag } from '../tasks/parts/StateTag';

const look: Readonly<Record<ProjectStatus, Status>> = {
  accepted: 'completed-on-time',
  'past-period': 'overdue',
  disbursing: 'on-track',
  'not-started': 'not-started',
  dropped: 'cancelled',
};

export function ProjectTag({ status }: { status: ProjectStatus }) {
  const { t } = useTranslation();
  return <StateTag like={look[status]}>{t(`projects.states.${status}`)}</StateTag>;
}
