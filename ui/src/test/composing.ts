// What a web view tells of a word that an input method puts together, as WebKitGTK tells it with IBus.
import { flushSync } from 'svelte';

const box = () => document.activeElement as HTMLInputElement;

function told(type: string, data: string): void {
  box().dispatchEvent(new CompositionEvent(type, { data, bubbles: true }));
  flushSync();
}

function written(text: string, inputType: string): void {
  box().value = text;
  box().dispatchEvent(
    new InputEvent('input', { bubbles: true, isComposing: true, inputType, data: text }),
  );
  flushSync();
}

/** Every key of the word is one of these; gives back whether somebody kept it from the input method. */
export function keyOfMethod(key = 'Unidentified', isComposing = true): boolean {
  const event = new KeyboardEvent('keydown', { key, isComposing, bubbles: true, cancelable: true });
  Object.defineProperty(event, 'keyCode', { value: 229 });
  const free = box().dispatchEvent(event);
  flushSync();
  return !free;
}

/** Puts a word together behind what the box holds: each step is what is seen of it. */
export function compose(...steps: string[]): () => void {
  const before = box().value;
  keyOfMethod('Unidentified', false);
  told('compositionstart', '');
  for (const step of steps) {
    told('compositionupdate', step);
    written(before + step, 'insertCompositionText');
    keyOfMethod();
  }
  const word = steps.at(-1) ?? '';
  // WebKit takes the word away, and puts it there for good.
  return () => {
    written(before, 'deleteCompositionText');
    written(before + word, 'insertFromComposition');
    told('compositionend', word);
  };
}
