import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { localDate } from '#language';
import { readParties } from './reading.js';
import { registryFromSeed, registrySeedIn } from './registration.js';
import type { Registry } from './registry.js';
import { registrySeed, together } from './seed.js';
import { nameKey, tokensOf } from './spelling.js';

const seed = registrySeedIn('seeds/agencies');
const registry = registryFromSeed(seed);
const adopted = localDate('2024-12-10');
const read = (text: string, from: Registry = registry, on = adopted) =>
  readParties(text, from, on).map(({ printed, kind, id, unit, vague }) => ({ printed, kind, id, unit, vague }));
const ids = (text: string) => readParties(text, registry, adopted).map((it) => it.id);

/** Every distinct text that the plan of the seeds prints in a column of bodies, and what it means. */
const printed: Readonly<Record<string, readonly (string | null)[]>> = {
  'Sở Thông tin và Truyền thông': ['so-thong-tin-va-truyen-thong'],
  'Sở TT&TT': ['so-thong-tin-va-truyen-thong'],
  'Sở Công thương': ['so-cong-thuong'],
  'Sở Công Thương': ['so-cong-thuong'],
  'Sở Giao thông vận tải': ['so-giao-thong-van-tai'],
  'Sở GTVT': ['so-giao-thong-van-tai'],
  'Sở Giáo dục và Đào tạo': ['so-giao-duc-va-dao-tao'],
  'Sở Lao động, Thương binh và Xã hội': ['so-lao-dong-thuong-binh-va-xa-hoi'],
  'Sở Nông nghiệp và Phát triển nông thôn': ['so-nong-nghiep-va-phat-trien-nong-thon'],
  'Sở Tài nguyên và Môi trường': ['so-tai-nguyen-va-moi-truong'],
  'Sở Văn hóa, Thể thao và du lịch': ['so-van-hoa-the-thao-va-du-lich'],
  'Sở VHTT&DL': ['so-van-hoa-the-thao-va-du-lich'],
  'Sở Y tế': ['so-y-te'],
  'Sở Kế hoạch và Đầu tư': ['so-ke-hoach-va-dau-tu'],
  'Sở Nội vụ': ['so-noi-vu'],
  'Sở Tài chính': ['so-tai-chinh'],
  'Sở Tư pháp': ['so-tu-phap'],
  'Văn phòng UBND tỉnh': ['van-phong-ubnd-tinh'],
  'VP UBND tỉnh': ['van-phong-ubnd-tinh'],
  'Văn phòng Ủy ban nhân dân tỉnh': ['van-phong-ubnd-tinh'],
  'Văn phòng UBND tỉnh (Trung tâm GQTTHC)': ['van-phong-ubnd-tinh'],
  'Trung tâm GQTTHC': ['trung-tam-giai-quyet-thu-tuc-hanh-chinh'],
  'VP. ĐĐBQH và HĐND': ['van-phong-doan-dbqh-va-hdnd-tinh'],
  'Cổng TTĐT': ['cong-thong-tin-dien-tu-tinh'],
  'Ban Quản lý khu kinh tế': ['ban-quan-ly-khu-kinh-te'],
  'Tỉnh đoàn': ['tinh-doan'],
  'Ngân hàng Nhà nước Chi nhánh tỉnh Cà Mau': ['ngan-hang-nha-nuoc-chi-nhanh-tinh-ca-mau'],
  'Sở, ban, ngành': ['so-ban-nganh'],
  'Sở, ban, ngành có liên quan': ['so-ban-nganh'],
  'Sở, ban, ngành tỉnh; UBND cấp huyện': ['so-ban-nganh', 'ubnd-cap-huyen'],
  'Sở, ban, ngành; UBND cấp huyện': ['so-ban-nganh', 'ubnd-cap-huyen'],
  'Sở, ban, ngành; UBND cấp huyện,': ['so-ban-nganh', 'ubnd-cap-huyen'],
  'Sở, ban, ngành; UBND cấp huyện, cấp xã': ['so-ban-nganh', 'ubnd-cap-huyen', 'ubnd-cap-xa'],
  'UBND cấp huyện': ['ubnd-cap-huyen'],
  'UBND cấp huyện, cấp xã': ['ubnd-cap-huyen', 'ubnd-cap-xa'],
  'UBND cấp huyện; các cơ sở giáo dục': ['ubnd-cap-huyen', 'co-so-giao-duc'],
  'UBND cấp huyện; các doanh nghiệp vận tải': ['ubnd-cap-huyen', 'doanh-nghiep-van-tai'],
  'Các doanh nghiệp viễn thông': ['doanh-nghiep-vien-thong'],
  'Doanh nghiệp viễn thông': ['doanh-nghiep-vien-thong'],
  'Các doanh nghiệp viễn thông, doanh nghiệp công nghệ số': ['doanh-nghiep-vien-thong', 'doanh-nghiep-cong-nghe-so'],
  'Các doanh nghiệp': ['doanh-nghiep'],
  'Doanh nghiệp': ['doanh-nghiep'],
  'Cơ sở giáo dục': ['co-so-giao-duc'],
  'Cơ sở y tế': ['co-so-y-te'],
  'Các đơn vị có liên quan': ['don-vi-co-lien-quan'],
  'Công an tỉnh; Sở Thông tin và Truyền thông; UBND cấp huyện; các cơ sở y tế': [
    'cong-an-tinh',
    'so-thong-tin-va-truyen-thong',
    'ubnd-cap-huyen',
    'co-so-y-te',
  ],
  'Công an tỉnh; cơ quan báo, đài tỉnh': ['cong-an-tinh', 'bao-dai'],
  'Sở Thông tin và Truyền thông; Công an tỉnh': ['so-thong-tin-va-truyen-thong', 'cong-an-tinh'],
  'Sở Thông tin và Truyền thông; Doanh nghiệp viễn thông': ['so-thong-tin-va-truyen-thong', 'doanh-nghiep-vien-thong'],
  'Đài Phát thanh - Truyền hình, Báo Cà Mau, Cổng Thông tin điện tử tỉnh': [
    'dai-phat-thanh-truyen-hinh',
    'bao-ca-mau',
    'cong-thong-tin-dien-tu-tinh',
  ],
  'Ủy ban Mặt trận Tổ quốc và các đoàn thể chính trị - xã hội; các sở, ban, ngành tỉnh; UBND các huyện, thành phố Cà Mau': [
    'mat-tran-doan-the',
    'so-ban-nganh',
    'ubnd-cap-huyen',
  ],
};

describe('the bodies that a plan names', () => {
  it.each(Object.entries(printed))('“%s” are read, none lost and none invented', (text, expected) =>
    expect(ids(text)).toEqual(expected),
  );

  it('in parentheses are the unit that does the work', () =>
    expect(read('Văn phòng UBND tỉnh (Trung tâm GQTTHC)')).toEqual([
      {
        printed: 'Văn phòng UBND tỉnh (Trung tâm GQTTHC)',
        kind: 'agency',
        id: 'van-phong-ubnd-tinh',
        unit: 'Trung tâm GQTTHC',
        vague: false,
      },
    ]));

  it('are the same whatever the case, the tone mark’s place, the composition and the spaces', () => {
    for (const spelling of [
      'sở văn hoá, thể  thao và DU LỊCH',
      'Sở Văn hóa , Thể thao và du lịch'.normalize('NFD'),
      'SỞ VĂN HÓA THỂ THAO VÀ DU LỊCH',
    ])
      expect(ids(spelling)).toEqual(['so-van-hoa-the-thao-va-du-lich']);
    expect(ids('Ðài Phát thanh – Truyền hình')).toEqual(['dai-phat-thanh-truyen-hinh']);
  });

  it('that nobody knows stay as printed, commas and all, beside those that are known', () =>
    expect(read('Hội Văn học, Nghệ thuật tỉnh, Sở Y tế; Quỹ X (phòng A, B)')).toEqual([
      { printed: 'Hội Văn học, Nghệ thuật tỉnh', kind: 'unknown', id: null, unit: null, vague: false },
      { printed: 'Sở Y tế', kind: 'agency', id: 'so-y-te', unit: null, vague: false },
      { printed: 'Quỹ X (phòng A, B)', kind: 'unknown', id: null, unit: null, vague: false },
    ]));

  it('are not found inside a longer name that nobody knows', () =>
    expect(read('Sở Y tế thành phố Cần Thơ')).toEqual([
      { printed: 'Sở Y tế thành phố Cần Thơ', kind: 'unknown', id: null, unit: null, vague: false },
    ]));

  it('with “có liên quan” are vague, and their candidates are the members', () => {
    const [party] = readParties('Sở, ban, ngành có liên quan', registry, adopted);
    expect([party?.vague, party?.members.length]).toEqual([true, 19]);
    expect(read('Các đơn vị có liên quan')[0]?.vague).toBe(true);
    expect(read('Sở, ban, ngành')[0]?.vague).toBe(false);
  });

  it('of an empty cell are none', () => expect(read('  ')).toEqual([]));

  it('whose names two living bodies share are not guessed', () => {
    const body = (id: string) => ({ id, name: 'UBND xã Tân Hưng', kind: 'xa', bloc: null, ratable: true, source: '' });
    const twins = registryFromSeed(registrySeed({ agencies: [body('xa-tan-hung-a'), body('xa-tan-hung-b')] }));
    expect(readParties('UBND xã Tân Hưng', twins, adopted)[0]).toMatchObject({
      kind: 'unknown',
      candidates: ['xa-tan-hung-a', 'xa-tan-hung-b'],
    });
  });

  it('are the same list again when known names are joined by “;” or “,”', () => {
    const names = [
      ...registry.agencies.flatMap((it) =>
        [...it.names.map((n) => n.name), ...it.aliases.map((n) => n.alias)].map((name) => [name, it.id]),
      ),
      ...registry.groups.flatMap((it) => [it.name, ...it.names.map((n) => n.name)].map((name) => [name, it.id])),
    ] as const;
    const separator = fc.constantFrom('; ', ';', ', ', ' , ', ' ;  ');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...names), separator), { minLength: 1, maxLength: 8 }), (list) => {
        const text = list.map(([[name], by], i) => name + (i < list.length - 1 ? by : '')).join('');
        expect(ids(text)).toEqual(list.map(([[, id]]) => id));
      }),
      { numRuns: 400 },
    );
  });

  it('lose no printed word, whatever is printed', () => {
    const word = fc.constantFrom(
      'Sở',
      'Y',
      'tế',
      'UBND',
      'cấp',
      'huyện',
      'xã',
      'ban',
      'ngành',
      'và',
      '(',
      ')',
      ',',
      ';',
      'Hội',
      'Báo',
      'Cà',
      'Mau',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 14 }), (words) => {
        const text = words.join(' ');
        const wordsOf = (it: string) =>
          tokensOf(it)
            .map((t) => t.key)
            .filter((key) => !/[;,]/.test(key));
        expect(readParties(text, registry, adopted).flatMap((it) => wordsOf(it.printed))).toEqual(wordsOf(text));
      }),
      { numRuns: 500 },
    );
  });
});

describe('the registry of the seeds', () => {
  const communes = registryFromSeed(together([seed, registrySeed(communesFile())]));

  it('names nothing by a word that another bears too', () => {
    const bearers = new Map<string, string>();
    for (const it of communes.agencies)
      for (const name of [...it.names.map((n) => n.name), ...it.aliases.map((n) => n.alias)]) {
        const key = nameKey(name);
        expect([name, bearers.get(key) ?? it.id]).toEqual([name, it.id]);
        bearers.set(key, it.id);
      }
  });

  it('has 19 provincial bodies, nine districts, three telecom enterprises, and no commune until asked for', () => {
    const count = (text: string, from = registry) => readParties(text, from, adopted)[0]?.members.length;
    expect([count('Sở, ban, ngành'), count('UBND cấp huyện'), count('Doanh nghiệp viễn thông'), count('UBND cấp xã')]).toEqual([
      19, 9, 3, 0,
    ]);
    expect(count('UBND cấp xã', communes)).toBe(100);
  });

  it('had 101 communes until 30/11/2024 and 100 from the next day', () => {
    const count = (day: string) => readParties('UBND cấp xã', communes, localDate(day))[0]?.members.length;
    expect([count('2024-10-31'), count('2024-11-30'), count('2024-12-01')]).toEqual([101, 101, 100]);
  });

  it('makes 1.327 obligations of the targets that the plan gives to its departments, districts and communes', () => {
    const executors = [
      ...Array.from({ length: 9 }, () => 'Sở, ban, ngành; UBND cấp huyện, cấp xã'),
      'Sở, ban, ngành; UBND cấp huyện,',
      'Sở, ban, ngành',
      'Sở, ban, ngành có liên quan',
      'UBND cấp huyện, cấp xã',
    ];
    const members = executors.flatMap((text) => readParties(text, communes, adopted).flatMap((it) => it.members));
    expect(members).toHaveLength(1327);
  });

  it('tells the ward, the commune, the town and the district of one name apart', () => {
    const of = (text: string) => readParties(text, communes, adopted)[0]?.id;
    expect([of('UBND phường Tân Thành'), of('UBND xã Tân Thành')]).toEqual([
      'ubnd-phuong-tan-thanh-thanh-pho-ca-mau',
      'ubnd-xa-tan-thanh-thanh-pho-ca-mau',
    ]);
    expect([of('UBND thị trấn Thới Bình'), of('UBND xã Thới Bình'), of('UBND huyện Thới Bình')]).toEqual([
      'ubnd-thi-tran-thoi-binh-huyen-thoi-binh',
      'ubnd-xa-thoi-binh-huyen-thoi-binh',
      'ubnd-huyen-thoi-binh',
    ]);
    expect(of('Phú Tân')).toBeNull();
  });

  it('rates no central or private body', () =>
    expect(
      registry.agencies.filter(
        (it) => ['trung-uong', 'doanh-nghiep', 'cong-an'].includes(it.standings[0]?.kind ?? '') && it.standings[0]?.ratable,
      ),
    ).toEqual([]));
});

function communesFile(): unknown {
  return JSON.parse(readFileSync('seeds/agencies/on-demand/communes.json', 'utf8'));
}
