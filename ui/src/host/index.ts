// The one door to the desktop. Which station stands behind it is chosen in vite.config.ts.
import { host as chosen } from '#station';
import type { Host } from './types';

export const host: Host = chosen;
export * from './types';
