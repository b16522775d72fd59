/** What a page's tab, bookmark and entry in the history are called: they have to be told apart. */
import type { Address } from "./address.ts";
import { keyLabel } from "./key.ts";
import { measureOf } from "./measure.ts";
import { isGranularity, label } from "./period.ts";

export function titleOf({ path, parameters }: Address): string {
  const [page = "totals", ...rest] = path;
  return `${inWords(page, rest, parameters)} – Purchase orders`;
}

function inWords(page: string, [part]: readonly string[], parameters: Address["parameters"]): string {
  switch (page) {
    case "totals":
      return `Totals · ${keyLabel(parameters["key"] ?? "ALL")}`;
    case "explain": {
      const granularity = isGranularity(parameters["granularity"]) ? parameters["granularity"] : "TOTAL";
      const period = label(granularity, parameters["period"] ?? "");
      return [measureOf(parameters["measure"]).label, period, keyLabel(parameters["key"] ?? "ALL")].join(" · ");
    }
    case "orders":
      return part ? `Order ${part}` : parameters["customer"] ? `Orders of ${parameters["customer"]}` : "Orders";
    case "intake":
      return `Intake · ${part ?? "rejections"}`;
    case "health":
      return "Health";
    default:
      return "No such page";
  }
}
