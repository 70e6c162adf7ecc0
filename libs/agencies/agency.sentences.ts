import { type LocalDate, shown } from '#language';
import type { RecordedRegistryEvent } from './agency.events.js';

/** A sentence for people, in both languages of the product. */
interface Sentence {
  readonly vi: string;
  readonly en: string;
}

const since = (from: LocalDate | null): Sentence =>
  from ? { vi: ` từ ngày ${shown(from)}`, en: ` from ${shown(from)}` } : { vi: '', en: '' };

const sourced = (source: string): Sentence =>
  source
    ? { vi: ` Nguồn: ${source}.`, en: ` Source: ${source}.` }
    : { vi: ' Chưa có nguồn xác nhận.', en: ' Not confirmed by any source.' };

const said = (vi: string, en: string, source: string): Sentence => ({
  vi: `${vi}.${sourced(source).vi}`,
  en: `${en}.${sourced(source).en}`,
});

/** What happened to an agency or a group, as people read it in the history (06.16). `nameOf` gives an agency's name for its id. */
export function describeAgencyEvent(event: RecordedRegistryEvent, nameOf: (agency: string) => string = (id) => id): Sentence {
  const self = nameOf(event.stream.slice(event.stream.indexOf('-') + 1));
  switch (event.type) {
    case 'agency-registered': {
      const { name, from, source } = event.data;
      return said(`Đăng ký cơ quan “${name}”${since(from).vi}`, `Registered the agency “${name}”${since(from).en}`, source);
    }
    case 'alias-added': {
      const { alias, source } = event.data;
      return said(`${self} còn được gọi là “${alias}”`, `${self} is also called “${alias}”`, source);
    }
    case 'agency-renamed': {
      const { name, on, source } = event.data;
      return said(`Đổi tên thành “${name}” từ ngày ${shown(on)}`, `Renamed “${name}” from ${shown(on)}`, source);
    }
    case 'agency-reclassified': {
      const { bloc, ratable, on, source } = event.data;
      return said(
        `Xếp ${self} vào ${bloc ?? 'diện không thuộc khối'}, ${ratable ? 'có' : 'không'} đánh giá xếp loại, từ ngày ${shown(on)}`,
        `${self} is in ${bloc ?? 'no bloc'} and ${ratable ? 'is' : 'is not'} rated from ${shown(on)}`,
        source,
      );
    }
    case 'head-appointed': {
      const { office, from, source } = event.data;
      return said(
        `Người đứng đầu ${self} (${office}) nhận nhiệm vụ từ ngày ${shown(from)}`,
        `A head of ${self} (${office}) took office on ${shown(from)}`,
        source,
      );
    }
    case 'head-left': {
      const { on, source } = event.data;
      return said(
        `Người đứng đầu ${self} thôi giữ chức từ ngày ${shown(on)}`,
        `A head of ${self} left office on ${shown(on)}`,
        source,
      );
    }
    case 'agency-dissolved': {
      const { on, reason, source } = event.data;
      return said(
        `${self} giải thể từ ngày ${shown(on)}. Lý do: ${reason}`,
        `${self} was dissolved from ${shown(on)}. Reason: ${reason}`,
        source,
      );
    }
    case 'group-defined': {
      const { name, source } = event.data;
      return said(`Định nghĩa nhóm cơ quan “${name}”`, `Defined the group of agencies “${name}”`, source);
    }
    case 'group-name-added': {
      const { name, vague, source } = event.data;
      return said(
        `Nhóm còn được ghi là “${name}”${vague ? ', chưa rõ gồm những cơ quan nào' : ''}`,
        `The group is also written “${name}”${vague ? ', which leaves open who is meant' : ''}`,
        source,
      );
    }
    case 'member-joined': {
      const { agency, from, source } = event.data;
      return said(`${nameOf(agency)} vào nhóm${since(from).vi}`, `${nameOf(agency)} joined the group${since(from).en}`, source);
    }
    case 'member-left': {
      const { agency, on, reason, source } = event.data;
      return said(
        `${nameOf(agency)} ra khỏi nhóm từ ngày ${shown(on)}. Lý do: ${reason}`,
        `${nameOf(agency)} left the group from ${shown(on)}. Reason: ${reason}`,
        source,
      );
    }
  }
}

/** Agencies that an event is about, for finding it. */
export function agenciesInAgencyEvent(event: RecordedRegistryEvent): readonly string[] {
  if (event.type === 'member-joined' || event.type === 'member-left') return [event.data.agency];
  return event.stream.startsWith('agency-') ? [event.stream.slice('agency-'.length)] : [];
}
