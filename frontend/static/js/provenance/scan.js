// The page for scanning: goes where this storefront leads by what was read.
// What a code says is anybody's: it is never followed itself.
import { enableScanning } from "./scanning.js";

enableScanning((text) => location.assign(`${location.pathname}?text=${encodeURIComponent(text)}`));
