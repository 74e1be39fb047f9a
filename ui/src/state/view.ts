// Settings of how things are looked at. Losing them costs nothing, so the browser's own store does.

export function remembered<T>(name: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(`view.${name}`);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function remember(name: string, value: unknown): void {
  try {
    localStorage.setItem(`view.${name}`, JSON.stringify(value));
  } catch {
    // A full or forbidden store only means that the next start looks as the first one did.
  }
}
