/** Puts the cursor into a field, all of its text chosen as Tab does it. False when it is not there. */
export function focusField(column: string): boolean {
  const field = document.getElementById(`f-${column}`);
  if (!field) return false;
  field.focus();
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) field.select();
  field.closest('[data-field]')?.scrollIntoView({ block: 'nearest' });
  return true;
}
