// Ways of looking at a page that make it easier to read. They change the view alone: what is delivered
// keeps its true colours.

export interface Aid {
  id: string;
  name: string;
  /** CSS filter; those with an address stand in `AidFilters.svelte`. */
  filter: string;
  /** Faded ink is made dark from the picture itself. */
  clear: boolean;
}

const aid = (id: string, name: string, filter = 'none', clear = false): Aid => ({
  id,
  name,
  filter,
  clear,
});

const first = aid('plain', 'Như ảnh');

export const aids: Aid[] = [
  first,
  aid('dark', 'Đậm hơn', 'contrast(1.45) brightness(0.96)'),
  aid('darkest', 'Đen trắng đậm', 'grayscale(1) contrast(2.1)'),
  aid('clear', 'Làm rõ mực phai', 'none', true),
  // Red light shows blue ink dark and lets red stamps vanish; blue light the other way round.
  aid('blue-ink', 'Rõ mực xanh, mờ dấu đỏ', 'url(#red-light)'),
  aid('red-ink', 'Rõ mực đỏ, mờ mực xanh', 'url(#blue-light)'),
  aid('inverted', 'Đảo sáng tối', 'invert(1) hue-rotate(180deg)'),
];

export function aidNamed(id: string): Aid {
  return aids.find((one) => one.id === id) ?? first;
}

export function nextAid(id: string): string {
  const at = aids.findIndex((one) => one.id === id);
  return (aids[(at + 1) % aids.length] ?? first).id;
}
