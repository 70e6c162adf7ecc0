import { type Observation, quoted } from '../finding.js';
import { figuresIn } from '../reading/figures.js';
import type { ParsedPlan } from '../reading/parsed-plan.js';
import { type Passage, passagesOf } from '../reading/passages.js';
import { fold } from '../reading/wording.js';

/** Slips of writing. The printed words are kept; these only say where they are. */
export function spellingFindings(plan: ParsedPlan): Observation[] {
  const passages = passagesOf(plan);
  return [
    ...passages.flatMap(doubledWords),
    ...passages.flatMap(openQuotes),
    ...spacedNumbers(passages),
    ...variants(passages),
    ...decimalMarks(plan),
    ...captions(plan),
  ];
}

/** Words that Vietnamese doubles on purpose. */
const reduplicated = new Set([
  'luôn',
  'dần',
  'từ',
  'thường',
  'mãi',
  'ngày',
  'đời',
  'nhà',
  'người',
  'nơi',
  'ngành',
  'xanh',
  'rất',
  'sớm',
  'chầm',
]);

function doubledWords(passage: Passage): Observation[] {
  const words = [...passage.text.matchAll(/\p{L}+|[.,;:()]/gu)];
  const found: Observation[] = [];
  const text = (i: number) => words[i]?.[0].toLowerCase() ?? '';
  const isWord = (i: number) => /\p{L}{2,}/u.test(text(i));
  const adjoin = (i: number) =>
    /^\s+$/.test(passage.text.slice((words[i]?.index ?? 0) + (words[i]?.[0].length ?? 0), words[i + 1]?.index));
  const say = (from: number, to: number, proposed: string) => {
    const start = words[from]?.index ?? 0;
    const end = (words[to]?.index ?? 0) + (words[to]?.[0].length ?? 0);
    const printed = passage.text.slice(start, end);
    found.push({
      severity: 'notice',
      code: 'word-doubled',
      item: passage.item,
      appendix: passage.appendix,
      line: passage.line,
      printed,
      proposed,
      vi: `${passage.where}: lặp chữ “${printed}”; có lẽ là “${proposed}”.`,
      en: `${passage.where}: a word is doubled in “${printed}”; perhaps “${proposed}” is meant.`,
      figures: { around: quoted(passage.text.slice(Math.max(0, start - 40), end + 40), 120) },
    });
  };
  for (let i = 0; i + 1 < words.length; i += 1) {
    if (isWord(i) && adjoin(i) && text(i) === text(i + 1) && !reduplicated.has(text(i))) {
      say(i, i + 1, words[i]?.[0] ?? '');
    } else if (isWord(i) && isWord(i + 1) && text(i) === text(i + 2) && text(i + 1) === text(i + 3)) {
      say(i, i + 3, `${words[i]?.[0]} ${words[i + 1]?.[0]}`);
      i += 3;
    }
  }
  return found;
}

function openQuotes(passage: Passage): Observation[] {
  const opened = passage.text.split('“').length - 1;
  const closed = passage.text.split('”').length - 1;
  if (opened === closed) return [];
  const at = passage.text.lastIndexOf(opened > closed ? '“' : '”');
  const printed = quoted(passage.text.slice(Math.max(0, at - 10)), 160);
  return [
    {
      severity: 'notice',
      code: 'quote-not-closed',
      item: passage.item,
      appendix: passage.appendix,
      line: passage.line,
      printed,
      vi: `${passage.where}: có ${opened} dấu mở và ${closed} dấu đóng ngoặc kép.`,
      en: `${passage.where}: ${opened} opening and ${closed} closing quotation marks.`,
      figures: { opened, closed },
    },
  ];
}

/** "1568/QĐ- UBND": one observation a spelling, with all its lines. */
function spacedNumbers(passages: readonly Passage[]): Observation[] {
  const seen = new Map<string, { lines: number[]; passage: Passage }>();
  for (const passage of passages)
    for (const match of passage.text.matchAll(/\d+\/\p{Lu}+(?:\s+-\s*|-\s+)\p{Lu}[\p{L}-]*/gu)) {
      const entry = seen.get(match[0]) ?? { lines: [], passage };
      entry.lines.push(passage.line);
      seen.set(match[0], entry);
    }
  return [...seen].map(([printed, { lines, passage }]) => ({
    severity: 'notice' as const,
    code: 'document-number-spaced',
    item: passage.item,
    appendix: passage.appendix,
    line: lines[0] ?? passage.line,
    printed,
    proposed: printed.replace(/\s/g, ''),
    vi: `Số văn bản “${printed}” có khoảng trắng thừa (dòng ${lines.join(', ')}); đọc là “${printed.replace(/\s/g, '')}”.`,
    en: `The document number “${printed}” has a stray space (lines ${lines.join(', ')}); it is read as “${printed.replace(/\s/g, '')}”.`,
    figures: { lines },
  }));
}

/** One name in several spellings: capitals inside it (VNeID, VneID) or the place of the tone mark (hóa, hoá). */
function variants(passages: readonly Passage[]): Observation[] {
  const mixed = new Map<string, Map<string, number>>();
  const toned = new Map<string, Map<string, number>>();
  const first = new Map<string, Passage>();
  const count = (groups: Map<string, Map<string, number>>, key: string, word: string, passage: Passage) => {
    const group = groups.get(key) ?? new Map<string, number>();
    group.set(word, (group.get(word) ?? 0) + 1);
    groups.set(key, group);
    if (!first.has(word)) first.set(word, passage);
  };
  for (const passage of passages)
    for (const [word] of passage.text.matchAll(/\p{L}+/gu)) {
      if (/^[A-Za-z]*[a-z][A-Za-z]*$/.test(word) && (word.match(/[A-Z]/g) ?? []).length >= 2)
        count(mixed, word.toLowerCase(), word, passage);
      const lower = word.toLowerCase();
      if (/[oOuU]\p{L}$/u.test(word.normalize('NFD').replace(/\p{M}/gu, ''))) count(toned, tonePlaced(lower), lower, passage);
    }
  const groups = [...mixed.values(), ...toned.values()].filter((group) => group.size > 1);
  return groups.map((group) => {
    const spellings = [...group].sort((a, b) => b[1] - a[1]);
    const [common] = spellings;
    const rare = spellings.at(-1)?.[0] ?? '';
    const list = spellings.map(([word, times]) => `${word} ×${times}`).join(', ');
    return {
      severity: 'notice' as const,
      code: 'spelled-in-several-ways',
      line: first.get(rare)?.line ?? 1,
      printed: spellings.map(([word]) => word).join(', '),
      proposed: common?.[0] ?? null,
      vi: `Một từ viết nhiều cách: ${list}.`,
      en: `One word is spelled in several ways: ${list}.`,
      figures: { spellings: Object.fromEntries(spellings) },
    };
  });
}

/** The letters with the tone mark moved to the end: hóa and hoá are one, hòa is another. */
function tonePlaced(word: string): string {
  const tones = /[\u0300\u0301\u0303\u0309\u0323]/gu;
  const apart = word.normalize('NFD');
  return `${apart.replace(tones, '').normalize('NFC')}${(apart.match(tones) ?? []).join('')}`;
}

/** "90.11%" and "86,41%" in one table. */
function decimalMarks(plan: ParsedPlan): Observation[] {
  return plan.appendices.flatMap((appendix) => {
    const cells = appendix.sections.flatMap((section) => section.rows.flatMap((row) => row.cells.map((text) => ({ text, row }))));
    const decimals = cells.flatMap(({ text, row }) =>
      figuresIn(text)
        .filter((it) => it.percent && /^\d+[.,]\d{1,2}$/.test(it.printed))
        .map((it) => ({ it, row })),
    );
    const dots = decimals.filter(({ it }) => it.printed.includes('.'));
    const commas = decimals.length - dots.length;
    const [example] = dots;
    if (!example || commas === 0) return [];
    return [
      {
        severity: 'notice' as const,
        code: 'decimal-marks-mixed',
        appendix: appendix.numeral,
        line: example.row.from,
        printed: dots.map(({ it }) => it.printed).join(', '),
        vi: `Phụ lục ${appendix.numeral}: ${dots.length} số thập phân viết dấu chấm (${dots.map(({ it }) => it.printed).join(', ')}), ${commas} viết dấu phẩy; cả hai đều đọc là thập phân.`,
        en: `Appendix ${appendix.numeral}: ${dots.length} decimals are written with a dot (${dots.map(({ it }) => it.printed).join(', ')}), ${commas} with a comma; both are read as decimals.`,
        figures: { dots: dots.length, commas },
      },
    ];
  });
}

/** The captions of the appendices name another issuer, number or day than the head of the document. */
function captions(plan: ParsedPlan): Observation[] {
  const [day = '', month = '', year = ''] = plan.adoptedOn.split('-').reverse();
  const said = plan.appendices.flatMap((appendix) => {
    if (appendix.caption === '') return [];
    const number = /số\s+(\d+\s*\/\s*[\p{Lu}\s-]+?)\s+ngày/u.exec(appendix.caption)?.[1]?.replace(/\s/g, '');
    const on = /ngày\s+(\d{1,2})\/(\d{1,2})\/(\d{4})/u.exec(appendix.caption);
    const issuer = /\d{4}\s+của\s+(.+?)\)?\s*$/u.exec(appendix.caption)?.[1];
    const wrong =
      (number && number !== plan.number) ||
      (on && (Number(on[1]) !== Number(day) || Number(on[2]) !== Number(month) || on[3] !== year));
    return [{ appendix, issuer, wrong: Boolean(wrong) }];
  });
  const found: Observation[] = said
    .filter((it) => it.wrong)
    .map(({ appendix }) => ({
      severity: 'decision',
      code: 'caption-names-another-plan',
      appendix: appendix.numeral,
      line: appendix.line,
      printed: appendix.caption,
      vi: `Phụ lục ${appendix.numeral} ghi “${appendix.caption}”, kế hoạch là ${plan.number} ngày ${day}/${month}/${year}.`,
      en: `Appendix ${appendix.numeral} says “${appendix.caption}”; the plan is ${plan.number} of ${day}/${month}/${year}.`,
    }));
  const other = said.filter(
    (it) => it.issuer && fold(it.issuer) !== fold(plan.issuer) && !fold(plan.issuer).includes(fold(it.issuer)),
  );
  const [one] = other;
  if (one?.issuer)
    found.push({
      severity: 'notice',
      code: 'issuer-differs-in-captions',
      appendix: one.appendix.numeral,
      line: one.appendix.line,
      printed: one.issuer,
      proposed: plan.issuer,
      vi: `Phần đầu văn bản là của “${plan.issuer}”, chú dẫn phụ lục (${other.map((it) => it.appendix.numeral).join(', ')}) ghi “${one.issuer}”.`,
      en: `The document is headed “${plan.issuer}”, the captions of appendices ${other.map((it) => it.appendix.numeral).join(', ')} say “${one.issuer}”.`,
      figures: { head: plan.issuer, captions: one.issuer },
    });
  return found;
}
