/** Which pages are chosen, by their place in the list. */
export interface Selection {
  chosen: ReadonlySet<number>;
  /** Where a range begins. */
  anchor: number;
  /** The page in hand. */
  at: number;
}

export const noSelection: Selection = { chosen: new Set(), anchor: 0, at: 0 };

export function range(from: number, to: number): Set<number> {
  const [low, high] = from < to ? [from, to] : [to, from];
  return new Set(Array.from({ length: high - low + 1 }, (_, i) => low + i));
}

/** A click, with the modifiers people know from their file manager. */
export function clicked(
  selection: Selection,
  at: number,
  keys: { shift: boolean; ctrl: boolean },
): Selection {
  if (keys.shift) return { chosen: range(selection.anchor, at), anchor: selection.anchor, at };
  if (!keys.ctrl) return { chosen: new Set([at]), anchor: at, at };
  const chosen = new Set(selection.chosen);
  if (!chosen.delete(at)) chosen.add(at);
  return { chosen, anchor: at, at };
}

/** A step of the cursor; with shift the range grows. */
export function stepped(
  selection: Selection,
  step: number,
  length: number,
  shift: boolean,
): Selection {
  if (length === 0) return noSelection;
  const at = Math.min(length - 1, Math.max(0, selection.at + step));
  return clicked(selection, at, { shift, ctrl: false });
}

export function all(length: number): Selection {
  return length === 0 ? noSelection : { chosen: range(0, length - 1), anchor: 0, at: 0 };
}

/** After the list changed: what is left of the selection. */
export function within(selection: Selection, length: number): Selection {
  if (length === 0) return noSelection;
  const chosen = new Set([...selection.chosen].filter((one) => one < length));
  const inside = (at: number) => Math.min(length - 1, at);
  return { chosen, anchor: inside(selection.anchor), at: inside(selection.at) };
}
