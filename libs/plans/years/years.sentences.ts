import type { RecordedYearsEvent } from './years.events.js';

/** What ties two plans, as people read it in the history. */
export function describeYearsEvent(event: RecordedYearsEvent): { readonly vi: string; readonly en: string } {
  switch (event.type) {
    case 'rows-linked': {
      const { plan, earlier, rows } = event.data;
      return {
        vi: `Nối ${rows.length} dòng của kế hoạch ${plan} với kế hoạch ${earlier}.`,
        en: `Tied ${rows.length} rows of the plan ${plan} to the plan ${earlier}.`,
      };
    }
    case 'rows-unlinked': {
      const { plan, earlier, rows } = event.data;
      return {
        vi: `Bỏ nối ${rows.join(', ')} của kế hoạch ${plan} với kế hoạch ${earlier}.`,
        en: `Untied ${rows.join(', ')} of the plan ${plan} from the plan ${earlier}.`,
      };
    }
    case 'tasks-carried-over': {
      const { plan, earlier, tasks, document } = event.data;
      return {
        vi: `Chuyển tiếp ${tasks.length} nhiệm vụ chưa hoàn thành từ ${earlier} sang ${plan}, theo ${document}.`,
        en: `Carried ${tasks.length} unfinished tasks over from ${earlier} to ${plan}, decided by ${document}.`,
      };
    }
  }
}
