/** Keeps every fault of the page in `window.__errors`, for a window test to look at in the end. */
export function watchErrors(): void {
  const errors: string[] = [];
  (window as { __errors?: string[] }).__errors = errors;
  window.addEventListener('error', (event) => errors.push(`error: ${event.message}`));
  window.addEventListener('unhandledrejection', (event) =>
    errors.push(`unhandled: ${JSON.stringify(event.reason) ?? String(event.reason)}`),
  );
  const loud = console.error.bind(console);
  console.error = (...words: unknown[]) => {
    errors.push(`console: ${words.map(String).join(' ')}`);
    loud(...words);
  };
}
