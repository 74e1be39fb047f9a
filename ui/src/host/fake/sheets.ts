// Bringing in a sheet and joining pictures, as far as the screens need it: a sheet of three rows, one of them odd.
import type { Host } from '../types';
import { station } from './station';

type Sheets = Pick<Host, 'sheetLook' | 'sheetPlan' | 'recordsImport' | 'joinLook' | 'join'>;

export const sheets: Sheets = {
  sheetLook: () => {
    station.calls.push('sheet_look');
    return Promise.resolve({
      sheets: ['Sheet1'],
      sheet: 'Sheet1',
      headerRow: 1,
      rows: 3,
      content: 'a',
      columns: [
        {
          header: 'so',
          samples: ['1', '2', '9'],
          converted: [],
          means: { is: 'field', column: 'so' },
          why: 'name',
          legacy: null,
        },
        {
          header: 'Họ và tên',
          samples: ['NguyÔn V¨n Mïa', 'TrÇn ThÞ Hång'],
          converted: ['Nguyễn Văn Mùa', 'Trần Thị Hồng'],
          means: { is: 'field', column: 'nksHoTen' },
          why: 'words',
          legacy: 'tcvn3',
        },
        {
          header: 'Cán bộ nhập',
          samples: ['abc'],
          converted: [],
          means: { is: 'nothing' },
          why: 'unknown',
          legacy: null,
        },
      ],
    });
  },
  sheetPlan: (_, ask) => {
    station.calls.push('sheet_plan');
    const said = new Map(ask.chosen.map((one) => [one.row, one]));
    const odd = said.get(3);
    const stands = { text: 'Nguyễn Văn Mua', state: 'given' as const };
    return Promise.resolve({
      rows: 3,
      paired: 2,
      added: odd?.new ? 1 : 0,
      skipped: odd && !odd.new ? 1 : 0,
      asked: odd
        ? []
        : [{ row: 3, words: ['9'], reason: 'Không có trường hợp nào khớp.', candidates: [] }],
      fills: 1,
      same: 2,
      clashesByColumn: [{ column: 'nksHoTen', cells: 1 }],
      clashes: [
        {
          row: 1,
          case: 'case-1',
          position: 1,
          column: 'nksHoTen',
          stands,
          comes: 'Nguyễn Văn Mùa',
        },
      ],
      changed: [],
    });
  },
  recordsImport: (_, ask, taking) => {
    station.calls.push(`records_import ${JSON.stringify(taking)}`);
    return Promise.resolve({
      rows: 3,
      paired: 2,
      added: ask.chosen.filter((one) => one.new).length,
      unpaired: [],
      unknownColumns: [],
      changed: [],
      kept: [],
    });
  },
  joinLook: () => Promise.resolve({ pictures: [], records: [], pairs: [] }),
  join: (_, pairs) => Promise.resolve(pairs.length),
};
