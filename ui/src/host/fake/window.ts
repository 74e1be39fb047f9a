// The window with the picture, in air: what the desk and it say to each other.
import type { Host, Said, Seen } from '../types';
import { station } from './station';

type Told<T> = (what: T) => void;

/** What was shown last, whether it is open, and who listens. */
export const air = {
  open: false,
  shown: null as Seen | null,
  onShow: new Set<Told<Seen | null>>(),
  onSaid: new Set<Told<Said>>(),
  onClosed: new Set<() => void>(),
};

function hear<T>(all: Set<T>, told: T): () => void {
  all.add(told);
  return () => void all.delete(told);
}

async function did(name: string): Promise<void> {
  station.calls.push(name);
  await Promise.resolve();
}

export const pictureWindow: Pick<
  Host,
  | 'pictureOpen'
  | 'pictureClose'
  | 'pictureShow'
  | 'pictureSay'
  | 'deskFront'
  | 'onPictureShow'
  | 'onPictureSaid'
  | 'onPictureClosed'
> = {
  pictureOpen: async () => {
    await did('picture_open');
    air.open = true;
  },
  pictureClose: async () => {
    await did('picture_close');
    air.open = false;
    air.onClosed.forEach((told) => told());
  },
  pictureShow: async (shown) => {
    await did('picture_show');
    air.shown = structuredClone(shown);
    air.onShow.forEach((told) => told(air.shown));
  },
  pictureSay: async (said) => {
    await did('picture_say');
    air.onSaid.forEach((told) => told(said));
  },
  deskFront: () => did('desk_front'),
  onPictureShow: (told) => {
    told(air.shown);
    return hear(air.onShow, told);
  },
  onPictureSaid: (told) => hear(air.onSaid, told),
  onPictureClosed: (told) => hear(air.onClosed, told),
};
