// A live training in a file without a server: it holds every step of the run.

import { sliderInput } from "../browser/slider.js";
import { LiveTraining } from "../live_training/main.js";
import { SCRUBBER } from "../live_training/scrubber.js";
import { hostedByFile, watchTheme, writeBeside } from "./file.js";

/** The picture, begun once the page is there. */
export const page = begin(document.querySelector(".gradlab-training"), hostedByFile());

function begin(root, { message, step }) {
  const server = { state() {}, trigger() {} };
  const show = () => root.liveTraining.receive(server, { message, step, bundle: "" });
  document.addEventListener("input", () => writeBeside(SCRUBBER, sliderInput(SCRUBBER).value));
  root.liveTraining = new LiveTraining(root);
  show();
  watchTheme(show);
  return root.liveTraining;
}
