/* Starts what a page asks for by its markup; each behaviour is a module that does nothing where it is not asked for. */
import { startCopy, startDialogs, startPrint } from "./buttons.js";
import { startCounters } from "./counter.js";
import { startExchange } from "./exchange.js";
import { startKeeping } from "./keep.js";
import { startOnce } from "./once.js";
import { startPhotos } from "./photos.js";
import { startSuggestions } from "./suggest.js";

function startAll(root) {
  startKeeping(root);
  startCounters(root);
  startPhotos(root);
  startSuggestions(root);
}

document.documentElement.classList.remove("rk-no-js");
startAll(document);
startOnce(document);
startDialogs(document);
startCopy(document);
startPrint(document);
startExchange(document, startAll);

document.querySelector(".rk-error-summary")?.focus();
document.querySelector(".rk-rail [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
