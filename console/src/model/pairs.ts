/** Ids of events as people paste them: "PO-1 evt-1", by a tab, a comma, in quotation marks, or as NDJSON of entries. */
export interface Pair {
  readonly orderId: string;
  readonly eventId: string;
}

const ID = /^[A-Za-z0-9._:-]{1,64}$/;

export function parsePairs(text: string): { pairs: Pair[]; unread: string[] } {
  const pairs: Pair[] = [];
  const unread: string[] = [];
  for (const line of text.split("\n").map((one) => one.trim()).filter(Boolean)) {
    const pair = line.startsWith("{") ? ofJson(line) : ofWords(line);
    if (pair) {
      pairs.push(pair);
    } else {
      unread.push(line);
    }
  }
  return { pairs, unread };
}

function ofWords(line: string): Pair | undefined {
  const [orderId = "", eventId = "", ...rest] = line.split(/[\s,;"']+/).filter(Boolean);
  return rest.length === 0 && ID.test(orderId) && ID.test(eventId) ? { orderId, eventId } : undefined;
}

function ofJson(line: string): Pair | undefined {
  try {
    const value = JSON.parse(line) as Record<string, unknown>;
    const detail = value["Detail"];
    const holder = (typeof detail === "string" ? JSON.parse(detail) : (detail ?? value)) as Record<string, unknown>;
    const { orderId, eventId } = holder;
    return typeof orderId === "string" && typeof eventId === "string" && ID.test(orderId) && ID.test(eventId) ? { orderId, eventId } : undefined;
  } catch {
    return undefined;
  }
}
