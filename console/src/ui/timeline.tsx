import { useEffect, useRef, useState } from "preact/hooks";
import type { OrderEvent } from "../api.ts";
import { fixedWidth } from "../model/instant.ts";
import { isVisible, moments } from "../model/history.ts";

interface TimelineProps {
  readonly events: readonly OrderEvent[];
  readonly asOf: string | undefined;
  readonly knownAt: string | undefined;
  readonly chosen: string | undefined;
  readonly onChoose: (eventId: string) => void;
}

const HEIGHT = 200;
/** At the top there is room for the label of the newest event. */
const MARGIN = { left: 34, right: 18, top: 24, bottom: 30 };

/**
 * The events of an order in both times: to the right as they occurred, upwards as they were recorded. What lies in the shaded
 * field had occurred and was known at the chosen moments. Places are evenly spaced by rank, since days and seconds meet here.
 */
export function Timeline({ events, asOf, knownAt, chosen, onChoose }: TimelineProps) {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const across = moments(events, "occurredAt");
  const upwards = moments(events, "recordedAt");
  const x = (rank: number): number => spread(rank, across.length, MARGIN.left, width - MARGIN.right);
  const y = (rank: number): number => spread(rank, upwards.length, HEIGHT - MARGIN.bottom, MARGIN.top);
  const edge = {
    x: asOf === undefined ? width - 4 : (x(rankOf(asOf, across)) + x(rankOf(asOf, across) + 1)) / 2,
    y: knownAt === undefined ? 4 : (y(rankOf(knownAt, upwards)) + y(rankOf(knownAt, upwards) + 1)) / 2,
  };
  return (
    <div class="timeline" ref={place}>
      <svg width={width} height={HEIGHT} role="img" aria-label="Events by when they occurred and when they were recorded; the list below has them in words">
        <rect class="field" x={MARGIN.left - 14} y={edge.y} width={Math.max(0, edge.x - MARGIN.left + 14)} height={Math.max(0, HEIGHT - MARGIN.bottom + 8 - edge.y)} />
        <line class="edge" x1={edge.x} x2={edge.x} y1={4} y2={HEIGHT - MARGIN.bottom + 8} />
        <line class="edge" x1={MARGIN.left - 14} x2={width - 4} y1={edge.y} y2={edge.y} />
        <text class="axis" x={width - 4} y={HEIGHT - 6} text-anchor="end">occurred →</text>
        <text class="axis" transform={`translate(12 ${HEIGHT - MARGIN.bottom}) rotate(-90)`}>recorded →</text>
        {[...byPlace(events).values()].map((here, i, places) => {
          const [event] = here;
          const at = { x: x(across.indexOf(fixedWidth(event.occurredAt) ?? "")), y: y(upwards.indexOf(fixedWidth(event.recordedAt) ?? "")) };
          const isSeen = isVisible(event, asOf, knownAt);
          const chosenHere = here.findIndex(({ eventId }) => eventId === chosen);
          return (
            <g key={event.eventId} class={`event ${isSeen ? "seen" : "unseen-yet"} ${here.some(({ anomaly }) => anomaly) ? "anomaly" : ""} ${chosenHere >= 0 ? "chosen" : ""}`}
              onClick={() => onChoose(here[(chosenHere + 1) % here.length]!.eventId)}>
              <circle cx={at.x} cy={at.y} r={chosenHere >= 0 ? 8 : 6} />
              {labelFits(i, places.length, width) && (
                <text x={at.x} y={at.y - 12} text-anchor={at.x > width - 60 ? "end" : at.x < 60 ? "start" : "middle"}>{event.type.replace("Order", "")}{here.length > 1 ? ` +${here.length - 1}` : ""}</text>
              )}
            </g>
          );
        })}
      </svg>
    </div>
  );
}

/** Events that occurred and were recorded at the same moments lie on one another, and are drawn as one. */
function byPlace(events: readonly OrderEvent[]): Map<string, [OrderEvent, ...OrderEvent[]]> {
  const places = new Map<string, [OrderEvent, ...OrderEvent[]]>();
  for (const event of events) {
    const place = `${fixedWidth(event.occurredAt)} ${fixedWidth(event.recordedAt)}`;
    const here = places.get(place);
    if (here) {
      here.push(event);
    } else {
      places.set(place, [event]);
    }
  }
  return places;
}

function rankOf(at: string, among: readonly string[]): number {
  const fixed = fixedWidth(at) ?? at;
  return among.findLastIndex((moment) => moment <= fixed);
}

function spread(rank: number, count: number, from: number, to: number): number {
  const inset = (to - from) * 0.06;
  if (rank < 0) {
    return from;
  }
  if (rank >= count) {
    return to;
  }
  return count === 1 ? (from + to) / 2 : from + inset + ((to - from - 2 * inset) * rank) / (count - 1);
}

/** On a narrow screen every label would lie on the next. */
function labelFits(index: number, count: number, width: number): boolean {
  const room = Math.max(1, Math.floor((count * 76) / Math.max(1, width)));
  return index % room === 0;
}

function useWidth(place: { readonly current: HTMLDivElement | null }): number {
  const [width, setWidth] = useState(640);
  useEffect(() => {
    const element = place.current;
    if (!element) {
      return undefined;
    }
    const watch = new ResizeObserver(() => setWidth(element.clientWidth));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return width;
}
