// Invented books, pages and people.
import type {
  BookState,
  Confirmed,
  FieldValue,
  PageRole,
  Region,
  Closing,
  Held,
} from '../../generated';
import { bookTypes } from './catalogue';

export interface FakePage {
  id: string;
  file: string;
  turns: number;
  role: PageRole;
}

export interface FakeCase {
  id: string;
  state: 'draft' | 'done';
  held: Held | null;
  values: FieldValue[];
  pages: { page: string; region: Region | null }[];
  confirmed: Confirmed[];
}

export interface FakeBook {
  id: string;
  kind: string;
  year: number;
  volume: number;
  place: string;
  sheet: string;
  state: BookState;
  pages: FakePage[];
  cases: FakeCase[];
  changedAt: string;
  closing?: Closing;
}

const names = [
  'Y Ƀhăm Êban',
  'H’Hen Niê',
  'Nguyễn Thị Mẫu',
  'K’Brửu',
  'Adrơ̆ng Êčăm',
  'Lê Văn Thử',
  'H’Bia Êčăm',
  'Trần Thị Ví Dụ',
];

function filled(index: number): Record<string, string> {
  return {
    so: String(index + 1),
    quyenSo: '01/2008',
    ngayDangKy: index === 4 ? '5/6/2008' : '05.06.2008',
    loaiDangKy: '1',
    noiDangKy: 'UBND xã An Nhơn',
    nguoiKy: 'Trần Văn Mẫu',
    chucVuNguoiKy: 'Phó Chủ tịch',
    nguoiThucHien: 'Lê Thị Thử',
    nksHoTen: (names[index % names.length] ?? '') + (index === 7 ? '  ' : ''),
    nksGioiTinh: String((index % 2) + 1),
    nksNgaySinh: index === 3 ? '31.02.2008' : index === 6 ? '02.05.2009' : '12.05.2008',
    nksNoiSinh: 'Trạm y tế xã An Nhơn',
    nksQueQuan: 'Xã An Nhơn, huyện Ví Dụ, tỉnh Thử Nghiệm',
    nksDanToc: 'Ê Đê',
    nksQuocTich: 'Việt Nam',
    nksLoaiKhaiSinh: '1',
    meHoTen: 'H’Bia Niê',
    meNgaySinh: '1984',
    meDanToc: 'Ê Đê',
    meQuocTich: 'Việt Nam',
    chaHoTen: 'Y Thử Êban',
    chaNgaySinh: '1980',
    chaDanToc: 'Ê Đê',
    chaQuocTich: 'Việt Nam',
  };
}

function book(
  kind: string,
  year: number,
  volume: number,
  pages: number,
  typed: number,
  loose: number,
): FakeBook {
  const type = bookTypes.find((one) => one.code === kind);
  const made: FakeBook = {
    id: crypto.randomUUID(),
    kind,
    year,
    volume,
    place: 'UBND xã An Nhơn',
    sheet: type?.defaultSheet ?? kind,
    state: 'open',
    pages: Array.from({ length: pages }, (_, i) => ({
      id: crypto.randomUUID(),
      file: `IMG_${String(1000 + i)}.jpg`,
      turns: 0,
      role: i === 0 ? 'cover' : 'cases',
    })),
    cases: [],
    changedAt: '2026-11-21T07:02:00Z',
  };
  const cut = made.pages.slice(1, Math.max(1, pages - loose));
  cut.forEach((page, p) => {
    for (let half = 0; half < 2; half += 1) {
      const index = p * 2 + half;
      const text: Record<string, string> = index < typed ? filled(index) : {};
      made.cases.push({
        id: crypto.randomUUID(),
        state: index < typed - 1 ? 'done' : 'draft',
        held: null,
        values: (type?.fields ?? []).map((field) => ({
          text: text[field.column] ?? '',
          state: 'given',
        })),
        pages: [{ page: page.id, region: { x: 0, y: half * 0.5, w: 1, h: 0.5 } }],
        confirmed: [],
      });
    }
  });
  return made;
}

export function invent(): FakeBook[] {
  return [
    book('KS', 2008, 1, 108, 37, 1),
    book('KS', 1998, 2, 1001, 12, 900),
    book('KH', 2011, 1, 40, 0, 0),
    book('KT', 2003, 1, 0, 0, 0),
    { ...book('CMC', 2015, 1, 5, 8, 0), state: 'packaged' },
  ];
}
