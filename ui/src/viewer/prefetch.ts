// Pictures decoded before they are asked for, so that going to the next case waits for nothing.

// The case before and the one after, two pictures each: more would be memory nobody looks at.
const KEEP = 4;
const ready = new Map<string, HTMLImageElement>();

function forget(url: string): void {
  // Without its address the element lets go of what it decoded now, not when it is collected.
  ready.get(url)?.removeAttribute('src');
  ready.delete(url);
}

export function prefetch(url: string): void {
  const known = ready.get(url);
  if (known) {
    // Put at the end, so that the ones not looked at for longest go first.
    ready.delete(url);
    ready.set(url, known);
    return;
  }
  const image = new Image();
  image.src = url;
  ready.set(url, image);
  // A picture that cannot be decoded says so in the viewer, once it is really shown.
  image.decode?.().catch(() => ready.delete(url));
  for (const oldest of ready.keys()) {
    if (ready.size <= KEEP) break;
    forget(oldest);
  }
}
