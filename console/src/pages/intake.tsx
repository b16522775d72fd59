import { formatAddress } from "../model/address.ts";
import { go, useSurroundings } from "../ui/context.ts";
import { Choice } from "../ui/parts.tsx";
import { Publish } from "./publish.tsx";
import { Receipts } from "./receipts.tsx";
import { Rejections } from "./rejections.tsx";

type Parameters = Readonly<Record<string, string>>;

export function Intake({ path, parameters }: { path: readonly string[]; parameters: Parameters }) {
  const { configuration } = useSurroundings();
  const isLocal = configuration.eventsEndpoint !== undefined;
  const options = [
    { value: "rejections", label: "Rejections" },
    { value: "receipts", label: "Receipts" },
    ...(isLocal ? [{ value: "publish", label: "Publish" }] : []),
  ];
  const part = options.find(({ value }) => value === path[0])?.value ?? "rejections";
  return (
    <>
      <header class="title"><h1>Intake</h1></header>
      <Choice legend="Part" name="part" value={part} options={options} onChoose={(value) => go(formatAddress(["intake", value]))} />
      {part === "rejections" && <Rejections parameters={parameters} />}
      {part === "receipts" && <Receipts parameters={parameters} />}
      {part === "publish" && <Publish />}
    </>
  );
}
