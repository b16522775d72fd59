import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

export interface Point {
  /** Under the axis. */
  readonly label: string;
  /** What it is called where there is room. */
  readonly name: string;
  /** For its place on the screen alone; what is read is `text`. */
  readonly height: number;
  readonly text: string;
}

interface ChartProps {
  readonly kind: "bars" | "steps";
  readonly points: readonly Point[];
  /** What the chart shows, for those who cannot see it; the table beside has the numbers. */
  readonly title: string;
  /** A horizontal line, such as the number that a sum has to reach. */
  readonly level?: number;
  readonly onChoose?: (index: number) => void;
}

const HEIGHT = 220;
/** Of a label under the axis, in pixels. */
const LETTER = 6.5;

/** Bars or steps over equally wide places. Drawn anew when the theme, the width or the points change. */
export function Chart(props: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const shape = JSON.stringify([props.kind, props.points, props.level]);
  useEffect(() => {
    const element = place.current;
    if (!element || props.points.length === 0) {
      return undefined;
    }
    let plot = draw(element, latest);
    const renew = (): void => {
      plot.destroy();
      plot = draw(element, latest);
    };
    const theme = matchMedia("(prefers-color-scheme: dark)");
    theme.addEventListener("change", renew);
    const widths = new ResizeObserver(() => {
      if (element.clientWidth > 0 && element.clientWidth !== plot.width) {
        plot.setSize({ width: element.clientWidth, height: HEIGHT });
      }
    });
    widths.observe(element);
    return () => {
      theme.removeEventListener("change", renew);
      widths.disconnect();
      plot.destroy();
    };
  }, [shape]);
  return <div ref={place} class={props.onChoose ? "chart choosable" : "chart"} role="img" aria-label={props.title} />;
}

function draw(element: HTMLDivElement, latest: { readonly current: ChartProps }): uPlot {
  const { kind, points, level } = latest.current;
  const colors = getComputedStyle(element);
  const color = (name: string): string => colors.getPropertyValue(name).trim();
  const tip = document.createElement("div");
  tip.className = "tip";
  const heights = points.map(({ height }) => height);
  const low = Math.min(0, level ?? 0, ...heights);
  const high = Math.max(0, level ?? 0, ...heights);
  const axis = { stroke: color("--faint"), grid: { stroke: color("--hairline"), width: 1 }, ticks: { show: false }, font: `11px ${color("--sans")}` };
  const plot = new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      padding: [12, 8, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
      scales: {
        x: { time: false, range: [-0.6, points.length - 0.4] },
        y: { range: [low * 1.08, high === low ? 1 : high * 1.08] },
      },
      axes: [
        { ...axis, grid: { show: false }, size: 30, space: Math.max(...points.map(({ label }) => label.length)) * LETTER + 24, incrs: [1, 2, 3, 5, 7, 10, 14, 20, 50, 100, 200, 500, 1_000, 5_000],
          values: (_, at) => at.map((x) => points[x]?.label ?? "") },
        { ...axis, size: 58, values: (_, at) => at.map(compact) },
      ],
      series: [
        {},
        kind === "bars"
          ? { fill: color("--accent"), stroke: color("--accent"), width: 0, points: { show: false }, paths: uPlot.paths.bars!({ size: [0.68, 42], radius: 0.12 }) }
          : { stroke: color("--accent"), fill: color("--wash"), width: 1.5, points: { show: false }, paths: uPlot.paths.stepped!({ align: 1 }) },
        ...(level === undefined ? [] : [{ stroke: color("--good"), width: 1, dash: [4, 4], points: { show: false } }]),
      ],
      hooks: {
        setCursor: [(shown) => point(shown, tip, latest.current.points)],
      },
    },
    [points.map((_, i) => i), heights, ...(level === undefined ? [] : [points.map(() => level)])] as uPlot.AlignedData,
    element,
  );
  plot.over.append(tip);
  plot.over.addEventListener("click", () => {
    const index = plot.cursor.idx;
    if (index != null) {
      latest.current.onChoose?.(index);
    }
  });
  return plot;
}

function point(plot: uPlot, tip: HTMLElement, points: readonly Point[]): void {
  const index = plot.cursor.idx;
  const found = index == null ? undefined : points[index];
  tip.hidden = found === undefined || (plot.cursor.left ?? -1) < 0;
  if (!found || index == null) {
    return;
  }
  tip.textContent = `${found.name}  ${found.text}`;
  const x = plot.valToPos(index, "x");
  tip.style.left = `${x}px`;
  tip.classList.toggle("left", x > plot.over.clientWidth / 2);
}

/** Round marks of an axis alone: "1.5k", "2M". */
function compact(value: number): string {
  for (const [size, unit] of [[1e9, "G"], [1e6, "M"], [1e3, "k"]] as const) {
    if (Math.abs(value) >= size) {
      return `${+(value / size).toFixed(2)}${unit}`.replace("-", "\u2212");
    }
  }
  return `${+value.toFixed(2)}`.replace("-", "\u2212");
}
