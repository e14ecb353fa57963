import { decode } from '../../core/decode.ts';
import type { OpenWire } from './model.ts';

/** Payloads are JSON: nothing has to be brought first. */
export const openWire: OpenWire = () => ({ decode, prepared: (handle) => handle });
