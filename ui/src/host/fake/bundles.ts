// Bundles of the station in memory: one that is known, one that is not, one that is closed.
import type { BundleLook, Problem } from '../../generated';
import type { Host } from '../types';
import type { FakeStation } from './station';

/** What opens a bundle whose name says that it is closed. */
export const PASSWORD = 'mật khẩu gói';

const own = {
  id: '00000000-0000-4000-8000-0000000000aa',
  name: 'UBND xã An Nhơn',
  fingerprint: '3f2a 91c0 77de 08b1 5c44 e290',
};

type Later = <T>(name: string, work: () => T) => Promise<T>;
type Bundles = Pick<
  Host,
  'stationCard' | 'bundleMake' | 'bundleShow' | 'bundleTake' | 'disputed' | 'settle'
>;

export function bundlesHost(station: () => FakeStation, later: Later): Bundles {
  const cards = (books: string[]) =>
    books.map((id) => {
      const row = station().row(station().bookOf(id));
      const { code, place, pages, cases } = row;
      return { id, book: code, place, pages, cases, entries: 40 };
    });
  /** A bundle is of the first book; its name says whether it is closed, and whether its sender is known. */
  const shown = (file: string, password: string | null): BundleLook => {
    const closed = file.includes('kin');
    if (closed && password !== PASSWORD)
      throw { code: 'bundle_password', message: 'Gói này có mật khẩu.' } satisfies Problem;
    return {
      id: '00000000-0000-4000-8000-0000000000bb',
      station: { ...own, name: 'UBND xã Ea Drăng', fingerprint: 'a1b2 c3d4 e5f6 0718 293a 4b5c' },
      known: file.includes('quen'),
      who: 'Y Ƀhăm Êban',
      at: '2026-11-21T08:02:00Z',
      purpose: 'return',
      blind: false,
      closed,
      books: cards([station().stock[0]?.id ?? '']),
      news: [12],
    };
  };
  return {
    stationCard: () => later('station_card', () => own),
    bundleMake: (ask, file) =>
      later(`bundle_make ${ask.purpose}${ask.blind ? ' blind' : ''}`, () =>
        station().job(null, 'bundleMake', 2, (job) => {
          if (job.state === 'done')
            job.made = { id: own.id, file, bytes: 12_300_000, books: cards(ask.books) };
        }),
      ),
    bundleShow: (file, password) => later('bundle_show', () => shown(file, password)),
    bundleTake: (file, password, trust) =>
      later('bundle_take', () => {
        const { id, known, books, news } = shown(file, password);
        if (!known && !trust)
          throw { code: 'bundle_stranger', message: 'Chưa từng nhận.' } satisfies Problem;
        return station().job(null, 'bundleTake', 2, (job) => {
          if (job.state !== 'done') return;
          const taken = books.map((book, i) => ({
            id: book.id,
            book: book.book,
            new: false,
            entries: news[i] ?? 0,
            changed: 9,
            disputed: station().disputes.length,
          }));
          job.taken = { id, books: taken };
        });
      }),
    disputed: (book) =>
      later('disputed', () => station().disputes.filter((one) => one.book === book)),
    settle: (book, part, deed) =>
      later(`settle ${part.name} ${deed}`, () => {
        const same = (one: { book: string; part: typeof part }) =>
          one.book === book && one.part.id === part.id && one.part.name === part.name;
        if (!station().disputes.some(same))
          throw { code: 'bundle_settled', message: 'Đã có người xem rồi.' } satisfies Problem;
        station().disputes = station().disputes.filter((one) => !same(one));
      }),
  };
}
