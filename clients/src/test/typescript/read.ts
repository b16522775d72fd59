// Reads a running system with the generated client and says in one JSON object what it read.
import {
  AggregationsApi,
  AuditApi,
  Configuration,
  CustomersApi,
  Granularity,
  OrdersApi,
  RejectionOutcomeEnum,
  ResponseError,
  ServiceApi,
} from '../../../target/generated-typescript/index.js';

declare const process: { env: Record<string, string | undefined> };

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set`);
  }
  return value;
}

function configuration(token: string): Configuration {
  return new Configuration({ basePath: given('API'), accessToken: token });
}

async function refusal(call: Promise<unknown>): Promise<number> {
  try {
    await call;
    return 0;
  } catch (e) {
    if (e instanceof ResponseError) {
      const problem = await e.response.json();
      return problem.status;
    }
    throw e;
  }
}

const reader = configuration(given('READ_TOKEN'));
const auditor = configuration(given('AUDIT_TOKEN'));
const orderId = given('ORDER');

const orders = new OrdersApi(reader);
const order = await orders.getOrder({ orderId });
const atPlacing = await orders.getOrder({ orderId, asOf: new Date((order.placedAt?.getTime() ?? 0) + 1) });

const events: string[] = [];
let cursor: string | null | undefined;
do {
  const page = await new OrdersApi(auditor).listOrderEvents({ orderId, limit: 2, ...(cursor ? { cursor } : {}) });
  events.push(...page.items.map((event) => event.eventId));
  cursor = page.nextCursor;
} while (cursor);

const ofCustomer = await new CustomersApi(reader).listCustomerOrders({ customerId: given('CUSTOMER') });
const months = await new AggregationsApi(reader).listAggregates({
  aggregationKey: `PRODUCT#${given('SKU')}`,
  granularity: Granularity.Month,
  from: '2026-11',
  to: '2026-11',
});
const rejections = await new AuditApi(auditor).listRejections();

console.log(
  JSON.stringify({
    status: order.status,
    statusAtPlacing: atPlacing.status,
    total: order.total,
    anomalies: order.anomalies.length,
    events,
    customerOrders: ofCustomer.items.map((each) => each.orderId),
    net: months.items[0]?.amounts['EUR']?.net,
    conflicts: rejections.items.some((each) => each.outcome === RejectionOutcomeEnum.Conflict),
    health: (await new ServiceApi(reader).getHealth()).status,
    forbidden: await refusal(orders.listOrderEvents({ orderId })),
    unknown: await refusal(orders.getOrder({ orderId: 'PO-unknown' })),
  }),
);
