// Lots, as the station in memory has them: one that is typed blind, of the first book. Enough to look at the screens
// and to press their keys; what is alike is decided by the letters alone.
import type {
  InspectDraft,
  InspectField,
  InspectView,
  LotAsk,
  LotState,
  LotView,
  Problem,
  Ruling,
  SampledRow,
} from '../../generated';
import type { Host } from '../types';
import type { FakeStation } from './station';

interface Found {
  right: number;
  differing: (InspectField & { verdict: Ruling | null })[];
}
export interface FakeLot {
  id: string;
  ask: LotAsk;
  seed: string;
  cases: string[];
  found: Record<string, Found>;
  drafts: Record<string, InspectDraft>;
  end: 'accepted' | 'rejected' | null;
}

const critical = ['so', 'ngayDangKy', 'nksHoTen', 'nksGioiTinh', 'nksNgaySinh'];
const curve = Array.from({ length: 21 }, (_, i) => ({
  wrong: i / 100,
  chance: Math.max(0, 1 - i / 20) ** 2,
}));

type Later = <T>(name: string, work: () => T) => Promise<T>;
type Lots = Pick<
  Host,
  | 'lots'
  | 'contractors'
  | 'lotPreview'
  | 'lotAdd'
  | 'lotOpen'
  | 'lotDraw'
  | 'inspectOpen'
  | 'inspectKeep'
  | 'inspectType'
  | 'inspectJudge'
  | 'lotDecide'
  | 'lotMinutes'
>;

export function lotsHost(station: () => FakeStation, later: Later): Lots {
  const lot = (id: string): FakeLot => {
    const found = station().lots.find((one) => one.id === id);
    if (!found)
      throw { code: 'unknown_lot', message: 'Không còn lô nghiệm thu này.' } satisfies Problem;
    return found;
  };
  const done = (found: Found | undefined) => !!found?.differing.every((one) => one.verdict);
  const bad = (found: Found | undefined) =>
    !!found?.differing.some((one) => one.verdict?.is === 'wrong');
  const state = (one: FakeLot): LotState => {
    if (one.end) return one.end;
    if (!one.seed) return 'new';
    return one.cases.every((case_) => done(one.found[case_])) ? 'ready' : 'looking';
  };
  const view = (one: FakeLot): LotView => {
    const looked = one.cases.filter((case_) => done(one.found[case_])).length;
    const wrong = one.cases.filter((case_) => bad(one.found[case_])).length;
    const now = state(one);
    const over = now !== 'new' && now !== 'looking';
    const sample: SampledRow[] = one.cases.map((id, i) => {
      const found = one.found[id];
      return {
        id,
        book: 'KS.2008.01',
        position: i + 1,
        number: found ? String(i + 1) : null,
        state: !found ? 'waiting' : !done(found) ? 'begun' : bad(found) ? 'wrong' : 'right',
        own: false,
        who: found ? 'Lê Phụ Trách' : '',
      };
    });
    return {
      row: {
        id: one.id,
        name: one.ask.name,
        contractor: one.ask.contractor,
        state: now,
        books: 1,
        cases: 212,
        n: one.cases.length,
        ac: 0,
        standing: one.seed
          ? {
              looked,
              left: one.cases.length - looked,
              wrong,
              defects: { critical: wrong, major: 0, minor: 0 },
              changed: 0,
              beyond: wrong > 0,
              outcome: over ? (wrong > 0 ? 'rejected' : 'accepted') : null,
            }
          : null,
        look: one.ask.look,
        at: '2026-11-28T07:02:00Z',
        who: 'Lê Phụ Trách',
      },
      origin: one.ask.origin,
      books: [],
      way: one.ask.way,
      plan: [`Xem ${one.cases.length} trong 212 trường hợp, rút ngẫu nhiên.`],
      curve,
      limit: 0.01,
      upper: over ? 0.12 : null,
      seed: one.seed,
      sample,
      found: over ? [`Đã kiểm ${looked} trường hợp: ${wrong} trường hợp sai.`] : [],
      told: [],
      next: over ? [wrong > 0 ? 'Trả lại cả lô.' : 'Chấp nhận lô.'] : [],
      end: one.end ? { outcome: one.end, who: 'Lê Phụ Trách', at: '2026-11-28T08:02:00Z' } : null,
    };
  };
  const inspect = (one: FakeLot, id: string): InspectView => {
    const { case_, book } = station().at(id);
    const fields = station().type(book).fields;
    const found = one.found[id];
    const blank: InspectField[] = fields
      .filter((field) => critical.includes(field.column))
      .map((field) => ({
        column: field.column,
        label: field.label,
        section: field.section,
        list: field.list,
        grade: 'critical',
        spot: null,
        delivered: null,
        paper: null,
        verdict: null,
      }));
    return {
      lot: one.id,
      case: id,
      book: 'KS.2008.01',
      position: one.cases.indexOf(id) + 1,
      nth: one.cases.indexOf(id) + 1,
      of: one.cases.length,
      left: one.cases.filter((each) => !done(one.found[each])).length,
      step: !found ? 'type' : done(found) ? 'done' : 'differing',
      changed: false,
      pictures: station()
        .view(case_.id)
        .pictures.map((picture) => picture),
      fields: found ? found.differing : blank,
      right: found?.right ?? 0,
      draft: (!done(found) && one.drafts[id]) || null,
    };
  };
  return {
    lots: () =>
      later('lots', () =>
        station()
          .lots.map((one) => view(one).row)
          .reverse(),
      ),
    contractors: () =>
      later('contractors', () =>
        [...new Set(station().lots.map((one) => one.ask.contractor))].map((name) => ({
          name,
          lots: station()
            .lots.filter((one) => one.ask.contractor === name)
            .map((one) => ({ id: one.id, name: one.ask.name, outcome: one.end, again: false })),
          next: 'normal' as const,
          stop: false,
          words: 'Lô sau kiểm ở chế độ thường.',
        })),
      ),
    lotPreview: () =>
      later('lot_preview', () => ({
        books: [{ id: 'x', code: 'KS.2008.01', title: 'Khai sinh 2008, quyển 01', cases: 212 }],
        cases: 212,
        n: 3,
        ac: 0,
        regime: 'normal' as const,
        words: ['Xem 3 trong 212 trường hợp, rút ngẫu nhiên.'],
        curve,
        limit: 0.01,
      })),
    lotAdd: (ask) =>
      later('lot_add', () => {
        const made: FakeLot = {
          id: crypto.randomUUID(),
          ask,
          seed: '',
          cases: [],
          found: {},
          drafts: {},
          end: null,
        };
        station().lots.push(made);
        return view(made);
      }),
    lotOpen: (id) => later('lot_open', () => view(lot(id))),
    lotDraw: (id, seed) =>
      later('lot_draw', () => {
        const one = lot(id);
        one.seed = seed ?? 'a1b2-c3d4';
        const book = station().stock[0];
        one.cases = (book?.cases ?? []).slice(0, 3).map((case_) => case_.id);
        return view(one);
      }),
    inspectOpen: (id, case_) =>
      later('inspect_open', () => {
        const one = lot(id);
        const next = case_ ?? one.cases.find((each) => !done(one.found[each]));
        return next ? inspect(one, next) : null;
      }),
    inspectKeep: (id, case_, draft) =>
      later('inspect_keep', () => void (lot(id).drafts[case_] = draft)),
    inspectType: (id, case_, typed) =>
      later(
        `inspect_type ${typed.map((one) => `${one.column}=${one.value.text}`).join(' ')}`,
        () => {
          const one = lot(id);
          const { case_: known, book } = station().at(case_);
          const fields = station().type(book).fields;
          const found: Found = { right: 0, differing: [] };
          for (const field of inspect(one, case_).fields) {
            const delivered =
              known.values[fields.findIndex((each) => each.column === field.column)];
            const paper = typed.find((each) => each.column === field.column)?.value;
            if (paper?.text === delivered?.text) found.right += 1;
            else
              found.differing.push({
                ...field,
                delivered: delivered ?? null,
                paper: paper ?? null,
                verdict: null,
              });
          }
          one.found[case_] = found;
          delete one.drafts[case_];
          return inspect(one, case_);
        },
      ),
    inspectJudge: (id, case_, said) =>
      later(
        `inspect_judge ${said.map((one) => `${one.column}:${one.ruling.is}`).join(' ')}`,
        () => {
          const one = lot(id);
          for (const { column, ruling } of said) {
            const differs = one.found[case_]?.differing.find((each) => each.column === column);
            if (differs) differs.verdict = ruling;
          }
          return inspect(one, case_);
        },
      ),
    lotDecide: (id) =>
      later('lot_decide', () => {
        const one = lot(id);
        one.end = one.cases.some((case_) => bad(one.found[case_])) ? 'rejected' : 'accepted';
        return view(one);
      }),
    lotMinutes: (id, folder) =>
      later('lot_minutes', () => ({
        docx: `${folder}\\bien-ban-${lot(id).id.slice(0, 6)}.docx`,
        pdf: `${folder}\\bien-ban-${lot(id).id.slice(0, 6)}.pdf`,
        head: 'ab'.repeat(32),
      })),
  };
}
