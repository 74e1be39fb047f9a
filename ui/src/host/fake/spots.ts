// Where fields stand on the page: kept by book.
import type { Spot } from '../../generated';
import type { Host } from '../types';
import { station } from './station';

const known = new Map<string, Spot[]>();
const all = (book: string) => ({ spots: [...(known.get(book) ?? [])], offered: null });

export const spots: Pick<Host, 'spots' | 'spotSave' | 'spotsTake'> = {
  spots: (book) => Promise.resolve(all(book)),
  spotSave: (book, column, at) => {
    station.calls.push(`spot_save ${column}`);
    const others = (known.get(book) ?? []).filter((one) => one.column !== column);
    known.set(book, at ? [...others, { column, picture: at[0], region: at[1] }] : others);
    return Promise.resolve(all(book));
  },
  spotsTake: (book, from) => {
    known.set(book, known.get(from) ?? []);
    return Promise.resolve(all(book));
  },
};
