import type { Region } from '../generated';

export interface Size {
  w: number;
  h: number;
}

/** Which part of a page is shown: screen pixels a page pixel, and where the page's corner is. */
export interface View {
  scale: number;
  x: number;
  y: number;
}

/** How the picture follows from case to case. */
export interface Keep {
  mode: 'width' | 'page' | 'free';
  scale: number;
  /** Screen corner seen from the case's corner, in page pixels. */
  dx: number;
  dy: number;
}

export const MIN_SCALE = 0.05;
export const MAX_SCALE = 6;
const MARGIN = 8;

const whole: Region = { x: 0, y: 0, w: 1, h: 1 };

export function turnedRegion(region: Region | null, quarterTurns: number): Region | null {
  if (!region) return null;
  const { x, y, w, h } = region;
  switch (((quarterTurns % 4) + 4) % 4) {
    case 1:
      return { x: 1 - y - h, y: x, w: h, h: w };
    case 2:
      return { x: 1 - x - w, y: 1 - y - h, w, h };
    case 3:
      return { x: y, y: 1 - x - w, w: h, h: w };
    default:
      return region;
  }
}

export function clampScale(scale: number): number {
  return Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale));
}

/** Keeps the page in sight: centred where it is smaller than the frame, else without gaps. */
export function clampView(view: View, page: Size, frame: Size): View {
  const axis = (at: number, length: number, room: number) =>
    length + 2 * MARGIN <= room
      ? (room - length) / 2
      : Math.min(MARGIN, Math.max(room - length - MARGIN, at));
  return {
    scale: view.scale,
    x: axis(view.x, page.w * view.scale, frame.w),
    y: axis(view.y, page.h * view.scale, frame.h),
  };
}

/** The case's part as wide as the frame, its upper edge at the top. */
export function fitWidth(page: Size, region: Region | null, frame: Size): View {
  const part = region ?? whole;
  const scale = clampScale((frame.w - 2 * MARGIN) / (part.w * page.w));
  const at = { scale, x: MARGIN - part.x * page.w * scale, y: MARGIN - part.y * page.h * scale };
  return clampView(at, page, frame);
}

/** The whole of the case's part inside the frame. */
export function fitPage(page: Size, region: Region | null, frame: Size): View {
  const part = region ?? whole;
  const [w, h] = [part.w * page.w, part.h * page.h];
  const scale = clampScale(Math.min((frame.w - 2 * MARGIN) / w, (frame.h - 2 * MARGIN) / h));
  return clampView(
    {
      scale,
      x: (frame.w - w * scale) / 2 - part.x * page.w * scale,
      y: (frame.h - h * scale) / 2 - part.y * page.h * scale,
    },
    page,
    frame,
  );
}

/** Zooms so that what is under the point stays under it. */
export function zoomAt(
  view: View,
  factor: number,
  point: { x: number; y: number },
  page: Size,
  frame: Size,
): View {
  const scale = clampScale(view.scale * factor);
  const k = scale / view.scale;
  return clampView(
    { scale, x: point.x - (point.x - view.x) * k, y: point.y - (point.y - view.y) * k },
    page,
    frame,
  );
}

export function panned(view: View, dx: number, dy: number, page: Size, frame: Size): View {
  return clampView({ scale: view.scale, x: view.x + dx, y: view.y + dy }, page, frame);
}

/** What to remember of a view, seen from the case's corner. */
export function kept(view: View, mode: Keep['mode'], page: Size, region: Region | null): Keep {
  const part = region ?? whole;
  return {
    mode,
    scale: view.scale,
    dx: -view.x / view.scale - part.x * page.w,
    dy: -view.y / view.scale - part.y * page.h,
  };
}

/** The same place of the next case: same zoom, moved by as much as the case moved. */
export function resumed(keep: Keep, page: Size, region: Region | null, frame: Size): View {
  if (keep.mode === 'width') return fitWidth(page, region, frame);
  if (keep.mode === 'page') return fitPage(page, region, frame);
  const part = region ?? whole;
  return clampView(
    {
      scale: keep.scale,
      x: -(keep.dx + part.x * page.w) * keep.scale,
      y: -(keep.dy + part.y * page.h) * keep.scale,
    },
    page,
    frame,
  );
}

/** A part of a part, as a part of the whole. */
export function inPart(part: Region | null, spot: Region): Region {
  const { x, y, w, h } = part ?? whole;
  return { x: x + spot.x * w, y: y + spot.y * h, w: spot.w * w, h: spot.h * h };
}

/** The other way: what was drawn on the page, as a part of that part; cut where it reaches beyond. */
export function ofPart(part: Region | null, drawn: Region): Region | null {
  const { x, y, w, h } = part ?? whole;
  const inside = (n: number) => Math.min(1, Math.max(0, n));
  const [x0, y0] = [inside((drawn.x - x) / w), inside((drawn.y - y) / h)];
  const [x1, y1] = [inside((drawn.x + drawn.w - x) / w), inside((drawn.y + drawn.h - y) / h)];
  return x1 > x0 && y1 > y0 ? { x: x0, y: y0, w: x1 - x0, h: y1 - y0 } : null;
}

/** Moves as little as it takes to see a spot; not at all when it is in sight. */
export function seeing(view: View, spot: Region, page: Size, frame: Size): View {
  const axis = (at: number, from: number, length: number, room: number, place: number) => {
    const edge = Math.min(24, Math.max(0, (room - length) / 2));
    if (at + from >= edge && at + from + length <= room - edge) return at;
    // What stands before it is being read, too: it does not go to the very edge.
    return length > room * (1 - place) ? edge - from : room * place - from;
  };
  const [w, h] = [page.w * view.scale, page.h * view.scale];
  const moved = {
    scale: view.scale,
    x: axis(view.x, spot.x * w, spot.w * w, frame.w, 0.15),
    y: axis(view.y, spot.y * h, spot.h * h, frame.h, 0.35),
  };
  return clampView(moved, page, frame);
}

/** Long side of the `display` picture; `half` is half of it. */
export const DISPLAY_SIDE = 2400;

/** The smallest picture that still holds everything the view shows. */
export function sharpFor(
  view: View,
  page: Size,
  pixelRatio: number,
): 'half' | 'display' | 'original' {
  const long = Math.max(page.w, page.h);
  const seen = long * Math.min(1, view.scale * pixelRatio);
  if (seen <= DISPLAY_SIDE / 2) return 'half';
  return seen <= DISPLAY_SIDE || long <= DISPLAY_SIDE ? 'display' : 'original';
}
