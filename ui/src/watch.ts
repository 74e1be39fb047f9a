/** Keeps every fault of the page in `window.__errors`, for a window test to look at in the end. */
export function watchErrors(): void {
  const errors: string[] = [];
  (window as { __errors?: string[] }).__errors = errors;
  window.addEventListener('error', (event) => {
    // Said when something changes its size while sizes are being told, as when all text grows: the rest is told in
    // the next frame, and nothing went wrong.
    if (!event.message.startsWith('ResizeObserver loop')) errors.push(`error: ${event.message}`);
  });
  window.addEventListener('unhandledrejection', (event) =>
    errors.push(`unhandled: ${JSON.stringify(event.reason) ?? String(event.reason)}`),
  );
  const loud = console.error.bind(console);
  console.error = (...words: unknown[]) => {
    errors.push(`console: ${words.map(String).join(' ')}`);
    loud(...words);
  };
}
