// The live chart on the page: a message is shown once all is here that it needs.

import { host } from "../browser/host.js";
import { unpacked } from "../browser/message.js";
import { LiveChart } from "./main.js";
import { isReadyFor } from "./received.js";

/** Show what a component has been sent, unless it has been shown or a newer one has come. */
export async function show(root, component) {
  const isWanted = () => root.newest === component && root.shown !== component;
  const message = isWanted() && (await unpacked(component.data));
  if (!isWanted() || !isReadyFor(message)) return;
  root.shown = component;
  root.liveChart ??= new LiveChart(root);
  root.liveChart.receive(host.serverOf(component), message);
}
