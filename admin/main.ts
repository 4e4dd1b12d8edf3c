import { applyScheme } from './device.ts';
import './shell.ts';

// Runs before the first paint, because the page is empty until this script has run.
applyScheme();
