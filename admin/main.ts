import { applyScheme } from './device.ts';
import './shell.ts';

// Before anything is painted: the page waits for this script.
applyScheme();
